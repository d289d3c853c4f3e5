namespace Atlas.Inventory.IntegrityChecks;

/// <summary>The proof that the books are right, or where they are not.</summary>
/// <param name="IsSound">True when every check holds.</param>
/// <param name="LedgerSeq">The last transaction that was looked at.</param>
public sealed record IntegrityCheckView(bool IsSound, DateTimeOffset AsOf, long LedgerSeq, IReadOnlyList<InvariantView> Checks);

/// <summary>One rule that always holds.</summary>
/// <param name="Code">For example <c>INV-02</c>.</param>
/// <param name="Rule">What must be true.</param>
/// <param name="Broken">The keys that break it; not more than 50 are listed.</param>
public sealed record InvariantView(string Code, string Rule, bool IsSound, IReadOnlyList<BrokenKeyView> Broken);

/// <summary>A key that breaks a rule, with the numbers that show it.</summary>
/// <param name="Key">What it is, for example item, location, lot, serial number and status of a balance.</param>
/// <param name="Detail">The numbers.</param>
public sealed record BrokenKeyView(string Key, string Detail);
