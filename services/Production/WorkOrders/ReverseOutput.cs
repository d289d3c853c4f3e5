using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

static class ReverseOutput
{
    /// <summary>
    /// Takes back what was reported as made: the ledger gets the exact mirror of its transaction, components come back, and the order is in
    /// progress again.
    /// </summary>
    /// <remarks>409 with Inventory's reason when it is not possible, for example because the output is no longer there.</remarks>
    public static async Task<IResult> Handle(
        Guid id, Guid outputId, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        Posting? output = null;
        return await TakeWorkOrderAction.AskAsync(id, WorkOrder.Reversing, http, db, time, order =>
        {
            output = order.Outputs.FirstOrDefault(made => made.Id == outputId) ?? throw new RefusedException(Error.NotFound("Output", $"{outputId}"));
            return output.Status == Posting.Reversed;
        }, order =>
        {
            var step = Step.Of(http, time, body.Value);
            order.Check(WorkOrder.Reversing);
            return Task.FromResult<object?>(order.BeginReversal(output!, step));
        }, ct);
    }
}
