using System.Globalization;
using System.Linq.Expressions;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory;

/// <summary>A page of a list whose rows are counted to a bound.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Count">Rows that match in all, counted to 10,000 (balances of another time to 1,000); one more means more than that.</param>
/// <param name="Limit">The limit that was applied, after clamping.</param>
/// <param name="Offset">Rows skipped.</param>
/// <param name="NextCursor">Where the next page starts; null at the end.</param>
/// <param name="CountIsExact">False when more rows match than are counted.</param>
public sealed record CountedPage<T>(IReadOnlyList<T> Data, long Count, int Limit, int Offset, string? NextCursor, bool CountIsExact);

/// <summary>What all lists here do: count to a bound, so that a page costs the same however long the list is, and say where the next one starts.</summary>
static class Lists
{
    /// <summary>Counting goes this far.</summary>
    public const int MaxCount = 10_000;

    /// <summary>How many rows match; one more than is counted when there are more.</summary>
    public static async Task<long> CountToBoundAsync<TRow>(this IQueryable<TRow> rows, CancellationToken ct) =>
        await rows.Select(row => 1).Take(MaxCount + 1).CountAsync(ct);

    /// <summary>The same for a query by hand.</summary>
    public static string CountToBound(string query, int bound = MaxCount) => $"select count(*) from (select 1 from ({query}) q limit {bound + 1}) q";

    /// <summary>Answers with a page.</summary>
    /// <param name="rows">Read with one more row than the limit, which tells whether there is a next page.</param>
    /// <param name="keyOf">The values that the list is sorted by, for the cursor.</param>
    /// <param name="bound">How far was counted.</param>
    public static Ok<CountedPage<TView>> Page<TRow, TView>(
        ListQuery query, Cursors cursors, IReadOnlyList<TRow> rows, long count, Func<TRow, TView> view, Func<TRow, IReadOnlyList<string>> keyOf, int bound = MaxCount) =>
        TypedResults.Ok(new CountedPage<TView>(
            [.. rows.Take(query.Limit).Select(view)], count, query.Limit, query.Offset,
            rows.Count > query.Limit && query.Limit > 0 ? cursors.Seal(keyOf(rows[query.Limit - 1]), query.CursorScope) : null, count <= bound));
}

/// <summary>
/// The ways in which a list can be sorted, by the filter <c>sort</c>: a name, with <c>-</c> in front for the other way round. The first
/// is the usual one, from the newest or largest down. The id comes last always, so a page begins exactly where the one before has ended.
/// </summary>
sealed class Sorts<TRow>(Expression<Func<TRow, Guid>> id) where TRow : class
{
    readonly List<Sort> all = [];
    readonly Func<TRow, Guid> idOf = id.Compile();

    /// <summary>Adds a way.</summary>
    public Sorts<TRow> By(string name, Expression<Func<TRow, DateTimeOffset>> key) =>
        Add(name, key, at => at.ToString("O"), text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Adds a way.</summary>
    public Sorts<TRow> By(string name, Expression<Func<TRow, string>> key) => Add(name, key, text => text, text => text);

    /// <summary>Adds a way.</summary>
    public Sorts<TRow> By(string name, Expression<Func<TRow, long>> key) => Add(
        name, key, number => number.ToString(CultureInfo.InvariantCulture), text => long.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Reads the page that is asked for, and counts.</summary>
    public async Task<Listed<TRow>> ReadAsync(IQueryable<TRow> rows, ListQuery query, Cursors cursors, CancellationToken ct)
    {
        var (sort, isDescending) = Choose(query);
        var count = await rows.CountToBoundAsync(ct);
        var behind = query.After is [var key, var last] ? sort.Behind(rows, key, Guid.Parse(last), isDescending) : rows;
        var page = await sort.Order(behind, isDescending).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return new Listed<TRow>(query, cursors, page, count, row => [sort.KeyOf(row), $"{idOf(row)}"]);
    }

    (Sort Sort, bool IsDescending) Choose(ListQuery query)
    {
        if (query.Value("sort") is not { Length: > 0 } text) return (all[0], true);
        var sort = all.FirstOrDefault(s => s.Name == text.TrimStart('-'));
        if (sort is not null) return (sort, text.StartsWith('-'));
        var names = all.Select(s => s.Name).ToArray();
        throw new RefusedException(Error.BadRequest("invalid_parameter", $"'{text}' is not a sort of this list.",
            new ErrorDetail("sort", "invalid_parameter", $"Known: {string.Join(", ", names)}, each with or without - in front.",
                new Dictionary<string, object?> { ["allowed"] = names })));
    }

    Sorts<TRow> Add<TKey>(string name, Expression<Func<TRow, TKey>> key, Func<TKey, string> write, Func<string, TKey> read)
    {
        all.Add(new Sort<TKey>(name, key, id, write, read));
        return this;
    }

    abstract class Sort(string name)
    {
        public string Name => name;
        public abstract string KeyOf(TRow row);
        public abstract IQueryable<TRow> Order(IQueryable<TRow> rows, bool isDescending);
        public abstract IQueryable<TRow> Behind(IQueryable<TRow> rows, string key, Guid lastId, bool isDescending);
    }

    sealed class Sort<TKey>(
        string name, Expression<Func<TRow, TKey>> key, Expression<Func<TRow, Guid>> id, Func<TKey, string> write, Func<string, TKey> read) : Sort(name)
    {
        readonly Func<TRow, TKey> keyOf = key.Compile();

        public override string KeyOf(TRow row) => write(keyOf(row));

        public override IQueryable<TRow> Order(IQueryable<TRow> rows, bool isDescending) =>
            isDescending ? rows.OrderByDescending(key).ThenByDescending(id) : rows.OrderBy(key).ThenBy(id);

        // One comparison of both columns, which an index over them can serve.
        public override IQueryable<TRow> Behind(IQueryable<TRow> rows, string lastKey, Guid lastId, bool isDescending)
        {
            var last = read(lastKey);
            Expression<Func<TKey, Guid, bool>> isBehind = isDescending
                ? (k, i) => EF.Functions.LessThan(ValueTuple.Create(k, i), ValueTuple.Create(last, lastId))
                : (k, i) => EF.Functions.GreaterThan(ValueTuple.Create(k, i), ValueTuple.Create(last, lastId));
            var row = key.Parameters[0];
            var ofRow = new Put(isBehind.Parameters[0], key.Body).Visit(
                new Put(isBehind.Parameters[1], new Put(id.Parameters[0], row).Visit(id.Body)).Visit(isBehind.Body));
            return rows.Where(Expression.Lambda<Func<TRow, bool>>(ofRow, row));
        }
    }

    sealed class Put(ParameterExpression parameter, Expression value) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
    }
}

/// <summary>The rows of a page, before they are shown.</summary>
/// <param name="WithNext">One more than the limit where there is a next page.</param>
sealed record Listed<TRow>(ListQuery Query, Cursors Cursors, IReadOnlyList<TRow> WithNext, long Count, Func<TRow, IReadOnlyList<string>> KeyOf)
{
    /// <summary>The rows that are shown.</summary>
    public IReadOnlyList<TRow> Rows { get; } = [.. WithNext.Take(Query.Limit)];

    /// <summary>Answers with the page.</summary>
    public Ok<CountedPage<TView>> As<TView>(Func<TRow, TView> view) => Lists.Page(Query, Cursors, WithNext, Count, view, KeyOf);
}
