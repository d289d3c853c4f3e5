using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>What to change about a draft; what is absent stays, and null takes away what can be absent. <c>lines</c> replaces all lines.</summary>
public sealed record UpdateSupplierReturnRequest(
    string? SupplierReference, string? Reason, string? Notes, IReadOnlyList<SupplierReturnLineRequest>? Lines) : IReadable<UpdateSupplierReturnRequest>
{
    static readonly string[] MayBeTakenAway = ["supplierReference", "reason", "notes"];

    HashSet<string> Named { get; init; } = [];

    public static UpdateSupplierReturnRequest Read(Fields fields) => new(
        fields.OptionalText("supplierReference", 128), fields.OptionalText("reason", 500), fields.OptionalText("notes", 4_000),
        fields.Has("lines") ? SupplierReturnLineRequest.List(fields) : null)
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(SupplierReturn back)
    {
        back.SupplierReference = Named.Contains("supplierReference") ? SupplierReference : back.SupplierReference;
        back.Reason = Named.Contains("reason") ? Reason : back.Reason;
        back.Notes = Named.Contains("notes") ? Notes : back.Notes;
    }
}

static class UpdateSupplierReturn
{
    /// <summary>Changes a supplier return that is a draft.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<UpdateSupplierReturnRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakeSupplierReturnAction.RunAsync(id, "updated", http, db, _ => false, async locked =>
        {
            var (request, back, now) = (body.Value, locked.Return, time.GetUtcNow());
            back.CheckEditable();
            request.ApplyTo(back);
            if (request.Lines is { } lines)
            {
                back.Become(await SupplierReturnIntake.ReadAsync(db, locked.Receipts, lines, back.Reason, now, ct));
                locked.CheckLeft();
            }

            back.Touch(now);
        }, ct);
}
