using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Atlas.Persistence;

/// <summary>
/// Inserts many rows of one table by one statement, always the same one: each column is a parameter, the array of its values. What
/// is a column, and of which type, is as the model maps it.
/// </summary>
public static class RowInsert
{
    const string Made = "Atlas:InsertedAs";

    /// <summary>
    /// Says that the insert makes the value: by an SQL expression over the row's other columns, in which <c>$1</c> is the tenant. A generated
    /// column would do the same, but is planned anew by every statement.
    /// </summary>
    public static PropertyBuilder<T> IsInsertedAs<T>(this PropertyBuilder<T> property, string sql) => property.HasAnnotation(Made, sql);

    /// <summary>The statement for these rows, in their order and for the current tenant.</summary>
    /// <param name="then">What follows the rows, for example <c>on conflict … do update …</c>.</param>
    public static NpgsqlBatchCommand Of<T>(ServiceDb db, IReadOnlyList<T> rows, string then = "") where T : class, ITenantOwned
    {
        var table = Table<T>.Of(db);
        var insert = new NpgsqlBatchCommand($"{table.Insert} {then}");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = db.CurrentTenant });
        foreach (var column in table.Columns) insert.Parameters.Add(column.ValuesOf(rows));
        return insert;
    }

    sealed class Table<T>
    {
        static Table<T>? known;

        Table(IEntityType entity)
        {
            var mapped = entity.GetProperties().Where(p => p.Name != nameof(ITenantOwned.TenantId) && p.PropertyInfo is not null).ToList();
            Columns = [.. mapped.Select(ColumnOf)];
            var made = entity.GetProperties().Where(p => p.FindAnnotation(Made) is not null).ToList();
            Insert = $"""
                insert into {entity.GetTableName()} (tenant_id, {List([.. mapped, .. made], p => p.GetColumnName())})
                select $1, {List([.. mapped, .. made], ValueOf)}
                from unnest({List(Columns.Index(), c => $"${c.Index + 2}::{c.Item.Type}[]")}) r ({List(mapped, p => p.GetColumnName())})
                """;
        }

        public string Insert { get; }
        public IReadOnlyList<Column<T>> Columns { get; }

        public static Table<T> Of(ServiceDb db) => known ??= new Table<T>(db.Model.FindEntityType(typeof(T))!);

        static string ValueOf(IProperty property) =>
            property.FindAnnotation(Made)?.Value is string sql ? sql
            : IsList(property) ? $"{property.GetColumnName()}::{property.GetColumnType()}"
            : property.GetColumnName();

        static string List<TItem>(IEnumerable<TItem> items, Func<TItem, string> text) => string.Join(", ", items.Select(text));

        static bool IsList(IProperty property) => property.ClrType.IsArray && property.ClrType != typeof(byte[]);

        static Column<T> ColumnOf(IProperty property)
        {
            var type = property.GetRelationalTypeMapping().StoreTypeNameBase;
            // An array of arrays cannot be taken apart again by row, so a list goes as its literal.
            if (IsList(property)) return new Column<T, string>(row => $"{{{string.Join(',', (IEnumerable<Guid>)property.PropertyInfo!.GetValue(row)!)}}}", "text");
            if (property.GetValueConverter() is { } converter)
                return new Column<T, string?>(row => (string?)converter.ConvertToProvider(property.PropertyInfo!.GetValue(row)), type);
            return (Column<T>)Activator.CreateInstance(typeof(Column<,>).MakeGenericType(typeof(T), property.ClrType),
                property.PropertyInfo!.GetMethod!.CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(T), property.ClrType)), type)!;
        }
    }

    abstract class Column<T>(string type)
    {
        public string Type => type;
        public abstract NpgsqlParameter ValuesOf(IReadOnlyList<T> rows);
    }

    sealed class Column<T, TValue>(Func<T, TValue> read, string type) : Column<T>(type)
    {
        public override NpgsqlParameter ValuesOf(IReadOnlyList<T> rows)
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++) values[i] = read(rows[i]);
            return new NpgsqlParameter<TValue[]> { TypedValue = values, DataTypeName = $"{Type}[]" };
        }
    }
}
