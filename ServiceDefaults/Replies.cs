using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atlas.ServiceDefaults;

/// <summary>The envelope of a single answer on every surface: <c>{"data": …}</c>.</summary>
public sealed record Envelope<T>(T Data);

/// <summary>A page on the <c>/api</c> surface: <c>{"data": […], "meta": {…}}</c>.</summary>
[SnakeCase]
public sealed record SnakePage<T>(IReadOnlyList<T> Data, SnakePageMeta Meta);

/// <summary>What a page on the <c>/api</c> surface says of itself.</summary>
/// <param name="Count">Rows in this page.</param>
/// <param name="Total">Rows that match in all.</param>
/// <param name="NextCursor">Where the next page starts; null at the end.</param>
[SnakeCase]
public sealed record SnakePageMeta(int Count, long Total, string? NextCursor);

/// <summary>A page on the <c>/v1</c> surface.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Count">Rows that match in all.</param>
/// <param name="Limit">The limit that was applied, after clamping.</param>
/// <param name="Offset">Rows skipped.</param>
/// <param name="NextCursor">Where the next page starts; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, long Count, int Limit, int Offset, string? NextCursor);

/// <summary>Makes the usual answers.</summary>
public static class Reply
{
    public static Ok<Envelope<T>> Ok<T>(T data) => TypedResults.Ok(new Envelope<T>(data));

    /// <summary>201 with <c>Location</c>.</summary>
    public static Created<Envelope<T>> Created<T>(string location, T data) => TypedResults.Created(location, new Envelope<T>(data));

    /// <summary>202: taken, and not settled yet.</summary>
    public static Accepted<Envelope<T>> Accepted<T>(T data, string? location = null) => TypedResults.Accepted(location, new Envelope<T>(data));

    /// <summary>A page of the <c>/api</c> surface.</summary>
    /// <param name="rows">Read with one more row than the limit, which tells whether there is a next page.</param>
    /// <param name="keyOf">The values that the list is sorted by, for the cursor.</param>
    public static Ok<SnakePage<TView>> SnakePage<TRow, TView>(
        ListQuery query, Cursors cursors, List<TRow> rows, long total, Func<TRow, TView> view, Func<TRow, IReadOnlyList<string>> keyOf)
    {
        var data = rows.Take(query.Limit).Select(view).ToList();
        return TypedResults.Ok(new SnakePage<TView>(data, new SnakePageMeta(data.Count, total, Next(query, cursors, rows, keyOf))));
    }

    /// <summary>A page of the <c>/v1</c> surface; parameters as for <see cref="SnakePage"/>.</summary>
    public static Ok<Page<TView>> Page<TRow, TView>(
        ListQuery query, Cursors cursors, List<TRow> rows, long total, Func<TRow, TView> view, Func<TRow, IReadOnlyList<string>> keyOf) =>
        TypedResults.Ok(new Page<TView>(
            [.. rows.Take(query.Limit).Select(view)], total, query.Limit, query.Offset, Next(query, cursors, rows, keyOf)));

    static string? Next<TRow>(ListQuery query, Cursors cursors, List<TRow> rows, Func<TRow, IReadOnlyList<string>> keyOf) =>
        rows.Count > query.Limit && query.Limit > 0 ? cursors.Seal(keyOf(rows[query.Limit - 1]), query.CursorScope) : null;
}
