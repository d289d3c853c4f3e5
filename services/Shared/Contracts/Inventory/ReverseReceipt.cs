namespace Atlas.Contracts.Inventory;

/// <summary>Asks Inventory to post the exact mirror of a receipt. Decided once for each receipt and number; the outcome is <see cref="ReceiptReversed"/>.</summary>
/// <param name="ReversalNo">Counts how often it is asked, so that asking again after a refusal is decided again.</param>
/// <param name="TransactionId">What <see cref="ReceiptPosted"/> told.</param>
/// <param name="Actor">Who reverses it.</param>
public sealed record ReverseReceipt(string ReceiptId, int ReversalNo, Guid TransactionId, string? Reason, string Actor);
