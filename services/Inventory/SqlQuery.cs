using System.Text;
using Npgsql;

namespace Atlas.Inventory;

/// <summary>A query that is put together from filters. Values are always parameters; only our own words become SQL.</summary>
sealed class SqlQuery
{
    readonly List<object> values = [];
    readonly StringBuilder conditions = new();

    /// <summary>The conditions so far, each with <c>and</c> in front.</summary>
    public string Conditions => conditions.ToString();

    /// <summary>Names a value in the SQL, for example <c>$3</c>.</summary>
    public string Value(object value)
    {
        values.Add(value);
        return $"${values.Count}";
    }

    /// <summary>Adds a condition; <c>?</c> stands for the value.</summary>
    public void Where(string condition, object value) => conditions.Append(" and ").Append(condition.Replace("?", Value(value)));

    /// <summary>Adds a condition without a value.</summary>
    public void Where(string condition) => conditions.Append(" and ").Append(condition);

    /// <summary>The command, in the transaction that the connection is in.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
