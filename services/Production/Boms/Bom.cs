using Atlas.Contracts.Production;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Boms;

/// <summary>One version of what an item is made of. Once it is active it stays as it is: a change is a new version.</summary>
sealed class Bom : ITenantOwned
{
    public const string NumberPrefix = "BOM";

    public const string Draft = "draft";
    public const string Active = "active";
    public const string Superseded = "superseded";
    public const string Archived = "archived";

    public const string Activating = "activate";
    public const string Archiving = "archive";
    public const string Renewing = "new-version";

    // Which actions are possible in which status.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Draft] = [Activating, Archiving, Renewing],
        [Active] = [Archiving, Renewing],
        [Superseded] = [Activating, Archiving, Renewing],
        [Archived] = [Renewing],
    };

    public static IReadOnlyCollection<string> Statuses => Actions.Keys;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>For example <c>BOM-000042</c>; the same for all versions that come from one another.</summary>
    public required string BomNo { get; init; }

    public required int VersionNo { get; init; }
    public required Guid ItemId { get; set; }
    public required string ItemNo { get; set; }

    /// <summary>As the client calls it, for example <c>B</c>.</summary>
    public string? Revision { get; set; }

    /// <summary>How much the components make, in its unit.</summary>
    public decimal OutputQty { get; set; }

    public Guid OutputUomId { get; set; }
    public string OutputUomCode { get; set; } = null!;

    /// <summary>1 of the unit is so many base units: <c>OutputUomNumerator</c>/<c>OutputUomDenominator</c>, as it was when it was written.</summary>
    public long OutputUomNumerator { get; set; }

    public long OutputUomDenominator { get; set; }

    /// <summary>The first day on which it holds; always when null.</summary>
    public DateOnly? EffectiveFrom { get; set; }

    /// <summary>The last day on which it holds; for ever when null.</summary>
    public DateOnly? EffectiveTo { get; set; }

    public string? Notes { get; set; }
    public string Status { get; private set; } = Draft;
    public List<ByProduct> ByProducts { get; set; } = [];
    public Step? Activation { get; private set; }
    public Step? Archival { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<BomComponent> Components { get; private set; } = [];

    public IEnumerable<BomComponent> InOrder => Components.OrderBy(component => component.LineNo);

    public IReadOnlyList<string> AllowedActions => Actions[Status];

    /// <summary>Refuses unless all fields may be changed.</summary>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>.</exception>
    public void CheckEditable()
    {
        if (Status != Draft)
            throw new BrokenRuleException("not_editable", $"A version that is {Status} stays as it is; only its notes can change. Make the next one by POST …/{Renewing}.");
    }

    /// <summary>Refuses when the action is not possible now.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>.</exception>
    public void Check(string action)
    {
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }

    /// <summary>Has these components from now on, some of which it may have had before.</summary>
    public void Become(IReadOnlyCollection<BomComponent> components)
    {
        Components.RemoveAll(component => !components.Contains(component));
        Components.AddRange(components.Where(component => !Components.Contains(component)).ToList());
    }

    public bool Holds(DateOnly day) => !(day < EffectiveFrom) && !(day > EffectiveTo);

    /// <summary>True where there is a day on which both hold.</summary>
    public bool Overlaps(Bom other) => !(other.EffectiveTo < EffectiveFrom) && !(EffectiveTo < other.EffectiveFrom);

    public void Activate(Step step)
    {
        Check(Activating);
        (Status, Activation) = (Active, step);
        Touch(step.At);
    }

    /// <summary>Another version holds from now on.</summary>
    public void Supersede(DateTimeOffset now)
    {
        if (Status != Active) throw new InvalidOperationException($"Only what is active is superseded, not what is {Status}.");
        Status = Superseded;
        Touch(now);
    }

    public void Archive(Step step)
    {
        Check(Archiving);
        (Status, Archival) = (Archived, step);
        Touch(step.At);
    }

    /// <summary>The next version, a draft with the same content.</summary>
    public Bom Renew(int versionNo, string by, DateTimeOffset now)
    {
        Check(Renewing);
        var next = new Bom
        {
            Id = Guid.CreateVersion7(now), BomNo = BomNo, VersionNo = versionNo, ItemId = ItemId, ItemNo = ItemNo, Revision = Revision, OutputQty = OutputQty,
            OutputUomId = OutputUomId, OutputUomCode = OutputUomCode, OutputUomNumerator = OutputUomNumerator, OutputUomDenominator = OutputUomDenominator,
            EffectiveFrom = EffectiveFrom, EffectiveTo = EffectiveTo, Notes = Notes, ByProducts = ByProducts, CreatedBy = by, CreatedAt = now, UpdatedAt = now,
        };
        next.Components.AddRange(InOrder.Select(component => component.Copy(now)));
        return next;
    }

    /// <summary>What one base unit of the item is made of.</summary>
    /// <param name="withScrap">False: only what goes in, without what is usually spoilt.</param>
    public Recipe ToRecipe(bool withScrap = true) =>
        new(Id, [.. InOrder.Select(c => new RecipePart(c.ItemId, c.InBase(withScrap) / OutputInBase(), c.IsPhantom))]);

    /// <summary>How much the components make, in base units.</summary>
    public Ratio OutputInBase() => InBase(OutputQty);

    /// <summary>A quantity in its output's unit as one in base units.</summary>
    public Ratio InBase(decimal qty) => Ratio.Of(qty) * Ratio.Of(OutputUomNumerator, OutputUomDenominator);

    /// <summary>What the other services are told.</summary>
    public BomChanged News(string what) => new(
        Id, Version, what, BomNo, VersionNo, ItemId, Revision, Status, EffectiveFrom, EffectiveTo,
        [.. InOrder.Select(c => new BomComponentSnapshot(c.LineNo, c.ItemId, c.Qty, c.UomId, c.ScrapPct, c.IsPhantom))], UpdatedAt);

    public void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}

/// <summary>What is used of one item.</summary>
sealed class BomComponent : ITenantOwned
{
    public const string Backflush = "backflush";
    public const string Manual = "manual";
    public static readonly string[] IssueMethods = [Backflush, Manual];

    public string TenantId { get; private set; } = null!;
    public Guid BomId { get; private set; }
    public required Guid Id { get; init; }
    public int LineNo { get; set; }
    public Guid ItemId { get; set; }
    public string ItemNo { get; set; } = null!;
    public decimal Qty { get; set; }
    public Guid UomId { get; set; }
    public string UomCode { get; set; } = null!;
    public long UomNumerator { get; set; }
    public long UomDenominator { get; set; }

    /// <summary>How much more is used than what goes in, in percent.</summary>
    public decimal ScrapPct { get; set; }

    public bool IsPhantom { get; set; }

    /// <summary><see cref="Backflush"/>: used when output is reported. <see cref="Manual"/>: only what was issued by hand is used.</summary>
    public string IssueMethod { get; set; } = Backflush;

    /// <summary>Where it is taken from; anywhere in the facility when null.</summary>
    public Guid? LocationId { get; set; }

    public int? OperationSeq { get; set; }
    public string? Notes { get; set; }

    /// <summary>What is used in base units; with what is usually spoilt of it, or without.</summary>
    public Ratio InBase(bool withScrap) => Ratio.Of(Qty) * Ratio.Of(UomNumerator, UomDenominator) * Ratio.Of(withScrap ? 100 + ScrapPct : 100) / Ratio.Of(100);

    public BomComponent Copy(DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), LineNo = LineNo, ItemId = ItemId, ItemNo = ItemNo, Qty = Qty, UomId = UomId, UomCode = UomCode,
        UomNumerator = UomNumerator, UomDenominator = UomDenominator, ScrapPct = ScrapPct, IsPhantom = IsPhantom, IssueMethod = IssueMethod,
        LocationId = LocationId, OperationSeq = OperationSeq, Notes = Notes,
    };
}

/// <summary>What comes into being besides.</summary>
/// <param name="CostSharePct">How many per cent of all costs it bears.</param>
sealed record ByProduct(Guid ItemId, decimal Qty, Guid UomId, string UomCode, long UomNumerator, long UomDenominator, decimal CostSharePct)
{
    public Ratio InBase() => Ratio.Of(Qty) * Ratio.Of(UomNumerator, UomDenominator);
}
