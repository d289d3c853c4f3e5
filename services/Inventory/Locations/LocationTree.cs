namespace Atlas.Inventory.Locations;

/// <summary>The tree of locations in queries by hand.</summary>
static class LocationTree
{
    /// <summary>A query of the ids of locations and of everything below them, whose paths begin with theirs.</summary>
    /// <param name="t">The tenant's parameter.</param>
    /// <param name="locations">The parameter with the ids.</param>
    public static string AtOrBelow(string t, string locations) => $"""
        select c.id from locations p join locations c on c.tenant_id = p.tenant_id and c.facility_id = p.facility_id
          and (c.id = p.id or starts_with(c.path_key, p.path_key || chr(1))) where p.tenant_id = {t} and p.id = any({locations})
        """;
}
