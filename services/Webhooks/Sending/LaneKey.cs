namespace Atlas.Webhooks.Sending;

/// <summary>Names the lane of one endpoint.</summary>
readonly record struct LaneKey(string TenantId, Guid EndpointId);
