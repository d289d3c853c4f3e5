using System.Text.Json;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Atlas.Inventory;

/// <summary>The fields that every resource has for whoever calls: their own id of it, and texts that are kept and not read.</summary>
static class CommonFields
{
    const int MaxMetadata = 50;
    const int MaxMetadataText = 1_000;
    const int MaxMetadataKey = 64;

    /// <summary>An id that the caller's own system gave it, or null.</summary>
    public static string? ExternalId(this Fields fields) => fields.OptionalText("externalId", 128);

    /// <summary>At most 50 texts of 1,000 characters each; empty when absent.</summary>
    public static IReadOnlyDictionary<string, string> Metadata(this Fields fields) => fields.ShortTexts("metadata");

    /// <summary>An object of at most 50 texts of 1,000 characters each; empty when absent.</summary>
    public static IReadOnlyDictionary<string, string> ShortTexts(this Fields fields, string name)
    {
        var texts = fields.Map(name, MaxMetadata, MaxMetadataText);
        foreach (var key in texts.Keys)
            if (key.Length is 0 or > MaxMetadataKey || key.Any(char.IsControl))
                fields.Refuse(name, "invalid_value", $"a key must have 1 to {MaxMetadataKey} characters, without control characters");
        return texts;
    }

    /// <summary>The refusal when another resource of the kind has the id of the caller already.</summary>
    public static Error ExternalIdTaken(string what, Guid existing) => Error.Conflict("duplicate_code", $"There is a {what} with this externalId already.",
        new ErrorDetail("externalId", "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = existing }));

    /// <summary>Texts that are kept and not read: one column of JSON.</summary>
    public static void IsTexts(this PropertyBuilder<Dictionary<string, string>> property) => property.HasColumnType("jsonb").HasDefaultValueSql("'{}'").HasConversion(
        new ValueConverter<Dictionary<string, string>, string>(
            map => JsonSerializer.Serialize(map, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!),
        new ValueComparer<Dictionary<string, string>>(
            (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.Count == b.Count && !a.Except(b).Any()),
            map => map.Count,
            map => new Dictionary<string, string>(map)));
}
