namespace Atlas.Gateway.Limits;

/// <summary>Requests per minute, from <c>Atlas:Limits</c>. Each gateway counts for itself.</summary>
sealed class LimitSettings
{
    public int Demo { get; init; } = 300;
    public int Key { get; init; } = 6_000;
    public int KeyBulk { get; init; } = 600;
    public int Tenant { get; init; } = 60_000;
    public int TenantBulk { get; init; } = 6_000;

    /// <summary>Requests without a credential, and credentials not seen before, of one address.</summary>
    public int Address { get; init; } = 1_200;
}
