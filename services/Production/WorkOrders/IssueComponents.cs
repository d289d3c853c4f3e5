using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

/// <summary>Components that go into work ahead of the output. The body may be absent: then all that is still needed does.</summary>
public sealed record IssueComponentsRequest(IReadOnlyList<IssueLineRequest> Lines, string? Reason, string? Notes) : IReadable<IssueComponentsRequest>
{
    internal const int MaxLines = 1_000;

    public static bool MayBeAbsent => true;

    public static IssueComponentsRequest Read(Fields fields) => new(
        fields.List("lines", 1, MaxLines, IssueLineRequest.Read, required: false), fields.OptionalText("reason", 500), fields.OptionalText("notes", 2_000));
}

/// <summary>So much of one component.</summary>
/// <param name="Qty">In its base unit; all that is still needed when absent.</param>
/// <param name="LocationId">With <paramref name="LotId"/>, which stock is taken; chosen by the item's strategy where nothing is named.</param>
public sealed record IssueLineRequest(Guid ComponentItemId, decimal? Qty, Guid? LocationId, Guid? LotId)
{
    internal static IssueLineRequest Read(Fields fields) => new(
        fields.Id("componentItemId"), fields.OptionalQty("qty"), fields.OptionalId("locationId"), fields.OptionalId("lotId"));
}

static class IssueComponents
{
    /// <summary>
    /// Takes components out of stock and puts them into work. Output that is reported later uses them first and bears what they have cost; what is
    /// left when the order ends goes back.
    /// </summary>
    /// <remarks>409 with Inventory's reason when it cannot be posted, and nothing is changed; 202 when Inventory needs longer than 3 seconds.</remarks>
    public static Task<IResult> Handle(
        Guid id, Body<IssueComponentsRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.AskAsync(id, WorkOrder.Issuing, http, db, time, _ => false, order =>
        {
            var request = body.Value;
            order.Check(WorkOrder.Issuing);
            var step = Step.Of(http, time, new ActionRequest(request.Reason, request.Notes));
            var issue = new Posting
            {
                Id = Guid.CreateVersion7(step.At), No = order.ActionNo + 1, Kind = Posting.Issue, Uses = UsesOf(order, request), Step = step,
            };
            return Task.FromResult<object?>(order.BeginPosting(WorkOrder.Issuing, issue, step));
        }, ct);

    static List<Use> UsesOf(WorkOrder order, IssueComponentsRequest request)
    {
        IReadOnlyList<IssueLineRequest> lines = request.Lines.Count > 0 ? request.Lines
            : [.. order.Requirements.Where(need => Needed(need) > 0).OrderBy(need => need.LineNo).Select(need => new IssueLineRequest(need.ItemId, null, null, null))];
        if (lines.Count == 0) throw new BrokenRuleException("nothing_to_issue", "Nothing is needed any more.");
        var (errors, tooMuch, uses) = (new List<ErrorDetail>(), new List<ErrorDetail>(), new List<Use>());
        foreach (var group in lines.Index().GroupBy(line => line.Item.ComponentItemId))
        {
            var path = $"lines[{group.First().Index}]";
            if (order.Requirements.Find(need => need.ItemId == group.Key) is not { } need)
            {
                errors.Add(new($"{path}.componentItemId", "invalid_reference", "is no component of this work order"));
                continue;
            }

            var (takes, held, left) = (new List<Take>(), need.HeldQty, Needed(need));
            foreach (var (index, line) in group)
            {
                var qty = line.Qty ?? Math.Max(0, left);
                if (decimal.Round(qty, need.Decimals) != qty)
                    errors.Add(new($"lines[{index}].qty", "out_of_range", $"must have at most {need.Decimals} decimals in {need.UomCode}"));
                if (qty == 0) tooMuch.Add(new($"lines[{index}].qty", "over_issue", "nothing of it is needed any more"));
                takes.Add(CompletionIntake.TakeOf(qty, line.LocationId, line.LotId, ref held));
                left -= qty;
            }

            if (left < 0 && order.ConsumptionPolicy == ConsumptionPolicy.Strict)
                tooMuch.Add(new($"{path}.qty", "over_issue", "is more than is still needed", new Dictionary<string, object?> { ["needed"] = Needed(need) }));
            uses.Add(new Use(need.Id, 0, 0, takes, [], []));
        }

        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
        if (tooMuch.Count > 0) throw new BrokenRuleException("over_issue", "More would be issued than is needed.", tooMuch);
        return uses;
    }

    static decimal Needed(Requirement need) => need.RequiredQty - need.ConsumedQty - need.WipQty;
}
