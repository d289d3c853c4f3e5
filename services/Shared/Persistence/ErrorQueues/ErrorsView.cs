namespace Atlas.Persistence.ErrorQueues;

/// <summary>Everything of one service that went wrong for good and waits for a person.</summary>
/// <param name="Queues">The queues with messages in them; those that are empty are left out.</param>
/// <param name="Outbox">Messages that could not be sent: the oldest first, at most as many as are shown of a queue.</param>
/// <param name="OutboxCount">How many there are in all.</param>
public sealed record ErrorsView(IReadOnlyList<ErrorQueueView> Queues, IReadOnlyList<FailedMessageView> Outbox, long OutboxCount);

/// <summary>One queue of messages that were given up.</summary>
/// <param name="Queue">Its name, for a redrive.</param>
/// <param name="Kind">
/// <c>error</c>: the consumer failed at every try. <c>dead</c>: the message was delivered too often without an answer, as when it
/// kills the process. <c>skipped</c>: no consumer knows its type.
/// </param>
/// <param name="Count">Messages in it.</param>
/// <param name="Messages">The first of them.</param>
public sealed record ErrorQueueView(string Queue, string Kind, long Count, IReadOnlyList<FailedMessageView> Messages);

/// <summary>A message that went wrong. What it says stays where it is; this names it.</summary>
/// <param name="MessageId">Null when the message cannot be read.</param>
/// <param name="MessageType">The contract, for example <c>Atlas.Contracts.Orders:BrandOrderReceived</c>; null likewise.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="AggregateId">What it is about.</param>
/// <param name="Reason">What went wrong, in the words of the exception or of the broker.</param>
/// <param name="FailedAt">When it was given up.</param>
public sealed record FailedMessageView(
    Guid? MessageId, string? MessageType, string? Tenant, string? AggregateId, string? Reason, DateTimeOffset? FailedAt);

/// <summary>What a redrive did.</summary>
/// <param name="Queue">Where the messages were.</param>
/// <param name="Redriven">How many were sent on their way again.</param>
/// <param name="Left">How many are still there.</param>
public sealed record RedriveView(string Queue, int Redriven, long Left);
