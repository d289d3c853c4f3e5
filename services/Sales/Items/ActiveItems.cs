using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Items;

static class ActiveItems
{
    /// <summary>Refuses when an item of a line is not active: nothing new of it is sold.</summary>
    /// <exception cref="BrokenRuleException"><c>item_inactive</c>, with a detail for each line.</exception>
    public static async Task CheckAsync(SalesDb db, IEnumerable<(int LineNo, Guid ItemId)> lines, CancellationToken ct)
    {
        var asked = lines.ToList();
        var ids = asked.Select(line => line.ItemId).Distinct().ToList();
        var inactive = await db.Items.Where(i => ids.Contains(i.Id) && !i.IsActive).ToDictionaryAsync(i => i.Id, i => i.ItemNo, ct);
        if (inactive.Count == 0) return;
        throw new BrokenRuleException("item_inactive", $"Not active: {string.Join(", ", inactive.Values)}.",
            [.. asked.Where(line => inactive.ContainsKey(line.ItemId))
                .Select(line => new ErrorDetail($"lines[{line.LineNo - 1}].itemId", "item_inactive", $"{inactive[line.ItemId]} is not active"))]);
    }
}
