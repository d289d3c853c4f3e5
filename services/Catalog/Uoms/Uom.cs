using Atlas.Catalog.Conversions;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Uoms;

/// <summary>A unit of measure. What quantities that were written down in it mean never changes.</summary>
sealed class Uom : ITenantOwned
{
    public static readonly string[] Dimensions = ["count", "mass", "volume", "length", "area", "time"];
    public const int MaxDecimals = 6;

    /// <summary>The largest part of a ratio.</summary>
    public const long MaxRatioPart = 1_000_000_000_000;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>For example <c>kg</c>; unique in the tenant, whatever its case.</summary>
    public required string Code { get; init; }

    public string CodeKey { get; private set; } = null!;
    public required string Name { get; set; }
    public required string Dimension { get; init; }
    public required int Decimals { get; set; }

    /// <summary>One of it is so many of the base unit of its dimension; null for packs, whose size each item has for itself.</summary>
    public long? Numerator { get; init; }

    public long? Denominator { get; init; }

    /// <summary>The unit that the ratios of its dimension refer to.</summary>
    public bool IsBase { get; init; }

    public bool IsActive { get; set; } = true;

    /// <summary>Its name in another system. Requests may use it in the place of the id.</summary>
    public string? ExternalId { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    public Ratio? Ratio => Numerator is { } n && Denominator is { } d ? new Ratio(n, d) : null;

    /// <summary>What makes two codes the same.</summary>
    public static string KeyOf(string code) => code.Normalize().ToUpperInvariant();

    /// <summary>Fills in what follows from the rest. Called once, before it is added.</summary>
    public Uom Keyed()
    {
        CodeKey = KeyOf(Code);
        return this;
    }

    /// <summary>Changes what may change.</summary>
    /// <returns>False when it says the same already.</returns>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>: code, dimension, ratio, or fewer decimals.</exception>
    public bool Change(UpdateUomRequest request, DateTimeOffset now)
    {
        RefuseOther("code", request.Code is { } code && code != Code);
        RefuseOther("dimension", request.Dimension is { } dimension && dimension != Dimension);
        RefuseOther("numerator", request.Numerator is { } numerator && numerator != Numerator);
        RefuseOther("denominator", request.Denominator is { } denominator && denominator != Denominator);
        if (request.Decimals < Decimals)
            throw NotEditable("decimals", $"Quantities with {Decimals} decimals may have been written down; there can only be more.");

        var isActive = request.IsActive ?? IsActive;
        if (!isActive && IsBase) throw NotEditable("isActive", $"{Code} is what the other units of {Dimension} are measured in.");

        var before = (Name, Decimals, IsActive, ExternalId);
        (Name, Decimals, IsActive) = (request.Name ?? Name, request.Decimals ?? Decimals, isActive);
        if (request.SetsExternalId) ExternalId = request.ExternalId;
        var hasOtherMetadata = request.SetsMetadata && !(Metadata.Count == request.Metadata.Count && !Metadata.Except(request.Metadata).Any());
        if (hasOtherMetadata) Metadata = new(request.Metadata);
        if (before == (Name, Decimals, IsActive, ExternalId) && !hasOtherMetadata) return false;

        UpdatedAt = now;
        Version++;
        return true;
    }

    static void RefuseOther(string field, bool isOther)
    {
        if (isOther) throw NotEditable(field, $"The {field} of a unit never changes, because quantities were written down in it. Make another unit.");
    }

    static BrokenRuleException NotEditable(string field, string message) =>
        new("not_editable", message, new ErrorDetail(field, "not_editable", message));
}
