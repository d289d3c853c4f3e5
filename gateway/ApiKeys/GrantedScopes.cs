using Atlas.ServiceDefaults;

namespace Atlas.Gateway.ApiKeys;

/// <summary>Nobody gives away what he does not have.</summary>
static class GrantedScopes
{
    /// <summary>403 when <paramref name="caller"/> lacks one of <paramref name="scopes"/>; null when he has them all.</summary>
    public static Error? Refuse(Caller caller, IReadOnlyList<string> scopes)
    {
        var lacking = scopes.Where(scope => !caller.May(scope)).ToList();
        return lacking.Count == 0 ? null : Error.Forbidden("insufficient_scope",
            $"This key cannot give what it does not have: {string.Join(", ", lacking)}.",
            [.. lacking.Select(scope => new ErrorDetail("scopes", "insufficient_scope", $"This key lacks the scope '{scope}'.",
                new Dictionary<string, object?> { ["scope"] = scope }))]);
    }
}
