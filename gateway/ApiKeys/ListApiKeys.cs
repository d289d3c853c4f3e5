using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway.ApiKeys;

static class ListApiKeys
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status", "kind");
    static readonly string[] Statuses = [ApiKey.Active, ApiKey.Expired, ApiKey.Revoked];

    /// <summary>Lists the tenant's keys, newest first, revoked ones included.</summary>
    public static async Task<IResult> Handle(HttpContext http, GatewayDb db, Cursors cursors, TimeProvider time, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var now = time.GetUtcNow();
        IQueryable<ApiKey> keys = db.ApiKeys;
        if (query.Values("kind") is { Count: > 0 } kinds)
        {
            Check("kind", kinds, ApiKey.Kinds);
            keys = keys.Where(key => kinds.Contains(key.Kind));
        }

        if (query.Values("status") is { Count: > 0 } statuses)
        {
            Check("status", statuses, Statuses);
            var (active, expired, revoked) = (statuses.Contains(ApiKey.Active), statuses.Contains(ApiKey.Expired), statuses.Contains(ApiKey.Revoked));
            keys = keys.Where(key => key.RevokedAt != null ? revoked : key.ExpiresAt != null && key.ExpiresAt <= now ? expired : active);
        }

        var count = await keys.LongCountAsync(ct);
        // Ids are made from the time, so they sort as the keys were made.
        if (query.After is [var last] && Guid.TryParse(last, out var after)) keys = keys.Where(key => key.Id < after);
        var rows = await keys.OrderByDescending(key => key.Id).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, count, key => ApiKeyView.From(key, now), key => [key.Id.ToString()]);
    }

    static void Check(string filter, IReadOnlyList<string> values, string[] allowed)
    {
        if (values.FirstOrDefault(value => !allowed.Contains(value)) is { } wrong)
            throw new RefusedException(Error.InvalidParameter(filter, $"'{wrong}' is not one of: {string.Join(", ", allowed)}."));
    }
}
