using Atlas.Gateway.Audit;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.ApiKeys;

/// <summary>A key to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Scopes">What it may do; at most what the caller may do.</param>
/// <param name="ExpiresAt">When it ends by itself; absent for never.</param>
/// <param name="Kind"><c>live</c> (default) or <c>test</c>.</param>
public sealed record CreateApiKeyRequest(string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt, string Kind)
    : IReadable<CreateApiKeyRequest>
{
    const int MaxScopeLength = 64;

    public static CreateApiKeyRequest Read(Fields fields)
    {
        var request = new CreateApiKeyRequest(
            fields.Text("name", ApiKeyTable.MaxName),
            [.. fields.Texts("scopes", Scope.All.Count, MaxScopeLength).Distinct()],
            fields.OptionalTimestamp("expiresAt"),
            fields.Choice("kind", ApiKey.Kinds, missing: "live"));
        if (!fields.Has("scopes") || request.Scopes.Count == 0) fields.Refuse("scopes", "required", "must name at least one scope");
        foreach (var scope in request.Scopes.Where(scope => !Scope.All.Contains(scope)))
            fields.Refuse("scopes", "invalid_value", $"'{scope}' is not a scope", ("allowed", Scope.All));
        return request;
    }
}

static class CreateApiKey
{
    /// <summary>Makes a key. Its secret is in this answer and can never be read again.</summary>
    public static async Task<IResult> Handle(
        Body<CreateApiKeyRequest> body, GatewayDb db, HttpContext http, TimeProvider time, CancellationToken ct)
    {
        var (request, caller, now) = (body.Value, Caller.Of(http), time.GetUtcNow());
        if (request.ExpiresAt <= now)
            return Error.Invalid(new ErrorDetail("expiresAt", "out_of_range", "must be in the future"));
        if (GrantedScopes.Refuse(caller, request.Scopes) is { } refusal) return refusal;

        var key = new ApiKey(request.Name, request.Kind, request.Scopes, request.ExpiresAt, caller.Credential, now, out var text);
        db.ApiKeys.Add(key);
        db.Audit.Add(AuditEntry.Of(http, "api_key.created", key.Id, before: null, ApiKeyView.From(key, now), now));
        await db.SaveChangesAsync(ct);

        SecretShownOnce.Show(http, text);
        return Reply.Created($"/v1/api-keys/{key.Id}", ApiKeyView.From(key, now));
    }
}
