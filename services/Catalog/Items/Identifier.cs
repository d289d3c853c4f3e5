using Atlas.Catalog.Gs1;
using Atlas.Persistence.Tenancy;

namespace Atlas.Catalog.Items;

/// <summary>A name that somebody else has for an item, or for a pack of it.</summary>
sealed class Identifier : ITenantOwned
{
    public const string TypeGtin = "gtin";
    public const string TypeSupplierSku = "supplier_sku";
    public const string TypeCustomerSku = "customer_sku";
    public const string TypeMpn = "mpn";

    public static readonly string[] Types = [TypeGtin, "ean", "upc", "barcode", TypeSupplierSku, TypeCustomerSku, TypeMpn, "internal"];

    public string TenantId { get; private set; } = null!;
    public required Guid ItemId { get; init; }
    public required Guid Id { get; init; }
    public required string Type { get; init; }

    /// <summary>As it was sent.</summary>
    public required string Value { get; init; }

    /// <summary>In 14 digits, when it is a global trade item number.</summary>
    public string? Gtin14 { get; init; }

    /// <summary>Unique in the tenant: no two things of one party have one name, and no two things scan alike. Scanning looks for it.</summary>
    public required string UniqueKey { get; init; }

    /// <summary>The pack it names; null for the base unit.</summary>
    public Guid? UomId { get; set; }

    /// <summary>The supplier, customer or maker whose name it is.</summary>
    public Guid? PartyId { get; init; }

    public bool IsPrimary { get; set; }
    public required int Position { get; set; }

    /// <summary>True for types whose value must be a GTIN.</summary>
    public static bool IsGtinType(string type) => type is TypeGtin or "ean" or "upc";

    /// <summary>What a scanned text is looked up by. A barcode that happens to be a GTIN is one, in whatever length it is printed.</summary>
    public static string ScanKeyOf(string text) => $"scan:{Gtin.To14(text) ?? Item.KeyOf(text)}";

    public static Identifier Of(Guid itemId, IdentifierFacts facts, int position) => new()
    {
        ItemId = itemId,
        Id = facts.Id,
        Type = facts.Type,
        Value = facts.Value,
        Gtin14 = IsGtinType(facts.Type) ? Gtin.To14(facts.Value) : null,
        UniqueKey = UniqueKeyOf(itemId, facts),
        UomId = facts.UomId,
        PartyId = facts.PartyId,
        IsPrimary = facts.IsPrimary,
        Position = position,
    };

    // Two makers may well have the same part number; only within an item would it be said twice.
    public static string UniqueKeyOf(Guid itemId, IdentifierFacts facts) => facts.Type switch
    {
        TypeSupplierSku or TypeCustomerSku => $"{facts.Type}:{facts.PartyId}:{Item.KeyOf(facts.Value)}",
        TypeMpn => $"{facts.Type}:{itemId}:{facts.PartyId}:{Item.KeyOf(facts.Value)}",
        _ => ScanKeyOf(facts.Value),
    };
}
