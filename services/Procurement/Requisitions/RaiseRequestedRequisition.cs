using Atlas.Contracts.Procurement;
using Atlas.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

/// <summary>Another service asks for what its rules say is needed; it becomes a draft, which somebody looks at before it is submitted.</summary>
sealed class RaiseRequestedRequisition(ProcurementDb db, TimeProvider time) : IConsumer<RaiseRequisition>
{
    public async Task Consume(ConsumeContext<RaiseRequisition> context)
    {
        var (wanted, now, ct) = (context.Message, time.GetUtcNow(), context.CancellationToken);
        if (await db.Requisitions.AnyAsync(r => r.Id == wanted.RequisitionId, ct)) return;
        var supplierIds = wanted.Lines.Select(line => line.SupplierId).OfType<Guid>().ToList();
        var suppliers = await db.Suppliers.Where(s => supplierIds.Contains(s.Id)).Select(s => s.Id).ToListAsync(ct);
        var requisition = new Requisition
        {
            Id = wanted.RequisitionId,
            RequisitionNo = await db.NextNumberAsync(Requisition.NumberPrefix, ct),
            FacilityId = wanted.FacilityId,
            NeedBy = wanted.NeedBy,
            Priority = wanted.Priority,
            Justification = wanted.Justification,
            CreatedBy = wanted.RequestedBy,
            CreatedAt = now,
            UpdatedAt = now,
        };
        // An item that is not known here yet makes this fail, and it is tried again.
        requisition.Lines.AddRange(await RequisitionLineRequest.WriteAsync(db, requisition,
        [
            .. wanted.Lines.Select(line => new RequisitionLineRequest(
                null, line.ItemId, line.Qty, null, line.SupplierId is { } supplier && suppliers.Contains(supplier) ? supplier : null, null, line.NeedBy)),
        ], ct));
        db.Add(requisition);
        db.Announce(requisition, "created");
        await db.SaveChangesAsync(ct);
    }
}
