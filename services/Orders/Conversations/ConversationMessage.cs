using Atlas.Persistence.Tenancy;

namespace Atlas.Orders.Conversations;

/// <summary>Something said about an order, by a person or by Atlas. Never changed and never deleted.</summary>
sealed class ConversationMessage : ITenantOwned
{
    public const string Written = "message";
    public const string AutoUpdate = "auto_update";
    public const string ByAtlas = "system";

    /// <summary>Who can speak in a conversation.</summary>
    public static readonly string[] People = ["manufacturer", "brand"];

    public string TenantId { get; private set; } = null!;
    public required string OrderId { get; init; }
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string AuthorRole { get; init; }
    public required string AuthorName { get; init; }
    public required string Body { get; init; }
    public required string Kind { get; init; }

    /// <summary>For an update about a milestone: <c>batch-001/m3</c>.</summary>
    public string? MilestoneRef { get; init; }

    /// <summary>For an update about a milestone: the version of the batch that it tells of. One message for each, however often it is told.</summary>
    public long? BatchVersion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
