using Atlas.ServiceDefaults;

namespace Atlas.Production.Boms;

/// <summary>What one base unit of an item is made of.</summary>
sealed record Recipe(Guid BomId, IReadOnlyList<RecipePart> Parts);

/// <summary>A component of a recipe.</summary>
/// <param name="PerUnit">In its base unit, for one base unit of what is made; with what is usually spoilt of it.</param>
/// <param name="IsPhantom">It is never made by itself: its own components take its place.</param>
sealed record RecipePart(Guid ItemId, Ratio PerUnit, bool IsPhantom);

/// <summary>A component at one place of the tree.</summary>
/// <param name="No">1 and up, in the order of the tree.</param>
/// <param name="ParentNo">What it goes into; null for a component of the whole.</param>
/// <param name="BomId">What it is made of itself; null where it is not, or is not looked into.</param>
sealed record ExplodedNode(int No, int? ParentNo, int Level, Guid ItemId, Ratio Qty, bool IsPhantom, Guid? BomId);

/// <summary>All that something is made of.</summary>
/// <param name="Tree">Each component below what it goes into.</param>
/// <param name="Summary">How much is needed of what the tree ends in, each item once.</param>
sealed record Explosion(IReadOnlyList<ExplodedNode> Tree, IReadOnlyDictionary<Guid, Ratio> Summary)
{
    /// <summary>The largest tree that is made.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>Takes apart so much of an item. All is exact: twice as much needs twice as much, and two parts need what the whole does.</summary>
    /// <param name="qty">In base units of the item.</param>
    /// <param name="levels">How deep to look. Phantoms are looked through and are no level of their own.</param>
    /// <param name="recipeOf">The recipe of a component; null for what is not made here.</param>
    /// <exception cref="BrokenRuleException"><c>explosion_too_large</c>.</exception>
    public static Explosion Of(Recipe root, Ratio qty, int levels, Func<Guid, Recipe?> recipeOf)
    {
        var (tree, summary) = (new List<ExplodedNode>(), new Dictionary<Guid, Ratio>());
        var left = new Stack<(RecipePart Part, int? ParentNo, int Level, int Depth, Ratio Of)>();
        Open(root, null, 1, 1, qty);
        while (left.TryPop(out var next))
        {
            if (tree.Count == MaxNodes)
                throw new BrokenRuleException("explosion_too_large", $"It has more than {MaxNodes} components in all. Ask for fewer levels.");
            var (part, needed) = (next.Part, next.Of * next.Part.PerUnit);
            var recipe = part.IsPhantom || next.Depth < levels ? recipeOf(part.ItemId) : null;
            var no = tree.Count + 1;
            tree.Add(new ExplodedNode(no, next.ParentNo, next.Level, part.ItemId, needed, part.IsPhantom, recipe?.BomId));
            if (recipe is null) summary[part.ItemId] = summary.GetValueOrDefault(part.ItemId, Ratio.Zero) + needed;
            else Open(recipe, no, next.Level + 1, part.IsPhantom ? next.Depth : next.Depth + 1, needed);
        }

        return new(tree, summary);

        void Open(Recipe recipe, int? parentNo, int level, int depth, Ratio of)
        {
            foreach (var part in recipe.Parts.Reverse()) left.Push((part, parentNo, level, depth, of));
        }
    }
}
