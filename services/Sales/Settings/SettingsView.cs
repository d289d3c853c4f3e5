namespace Atlas.Sales.Settings;

/// <summary>How a tenant sells.</summary>
/// <param name="ReservationPolicy">When an order is opened that names no policy of its own: <c>all_or_nothing</c>, <c>partial_backorder</c> or <c>none</c>.</param>
/// <param name="DefaultFacilityId">Where orders are shipped from that name no facility.</param>
/// <param name="RequiresReasons">Cancelling and closing short need a reason.</param>
/// <param name="ClosesAfterDays">So long after all of it was shipped an order closes by itself; never when null.</param>
public sealed record SettingsView(
    string ReservationPolicy, Guid? DefaultFacilityId, bool RequiresReasons, int? ClosesAfterDays, DateTimeOffset UpdatedAt, long Version)
{
    internal static SettingsView From(SalesSettings s) => new(s.ReservationPolicy, s.DefaultFacilityId, s.RequiresReasons, s.ClosesAfterDays, s.UpdatedAt, s.Version);
}
