using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Supplies;

/// <summary>
/// What a document of another service is still to bring into a facility. Whoever owns the document knows it; here it only follows, so
/// that availability and replenishment can count with it. Kinds of documents differ by <see cref="SourceType"/> alone.
/// </summary>
sealed class ExpectedSupply : ITenantOwned
{
    public const string PurchaseOrder = "purchase_order";

    public string TenantId { get; private set; } = null!;
    public required string SourceType { get; init; }
    public required Guid SourceId { get; init; }
    public string SourceNo { get; private set; } = "";

    /// <summary>The document's version at its owner. Kept when nothing is expected any more, so that older news that come late change nothing.</summary>
    public long SourceVersion { get; private set; }
    public List<ExpectedSupplyLine> Lines { get; private set; } = [];

    /// <summary>Takes over a newer state; an older one, which came late, changes nothing.</summary>
    public void Follow(long version, string sourceNo, IEnumerable<ExpectedSupplyLine> lines)
    {
        if (version <= SourceVersion) return;
        (SourceVersion, SourceNo) = (version, sourceNo);
        var (before, now) = (Lines.ToDictionary(line => line.LineId), lines.ToDictionary(line => line.LineId));
        Lines.RemoveAll(line => !now.ContainsKey(line.LineId));
        foreach (var line in now.Values)
            if (before.TryGetValue(line.LineId, out var known)) known.Follow(line);
            else Lines.Add(line);
    }
}

/// <summary>What is to come of one item.</summary>
sealed class ExpectedSupplyLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public string SourceType { get; private set; } = null!;
    public Guid SourceId { get; private set; }

    /// <summary>The line of the document.</summary>
    public required Guid LineId { get; init; }
    public required Guid ItemId { get; set; }
    public required Guid FacilityId { get; set; }

    /// <summary>In the item's base unit; always above 0.</summary>
    public required decimal Qty { get; set; }
    public DateOnly? ExpectedDate { get; set; }

    public void Follow(ExpectedSupplyLine newer) =>
        (ItemId, FacilityId, Qty, ExpectedDate) = (newer.ItemId, newer.FacilityId, newer.Qty, newer.ExpectedDate);
}
