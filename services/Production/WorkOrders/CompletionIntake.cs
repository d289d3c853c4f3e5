using Atlas.Production.Items;
using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

/// <summary>Makes a posting out of what a client reports as made: decides what it uses, and says all that is wrong at once.</summary>
sealed class CompletionIntake(WorkOrder order, Item item, CompleteWorkOrderRequest request)
{
    const int UsualCostDecimals = 2;

    readonly List<ErrorDetail> errors = [];
    readonly List<ErrorDetail> variances = [];

    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    /// <exception cref="BrokenRuleException"><c>over_completion</c>, <c>consumption_variance</c>.</exception>
    public Posting Read(Step step)
    {
        var scrap = InBase("scrapQty", request.ScrapQty);
        var good = request.Qty is { } qty ? InBase("qty", qty) : Math.Max(0, order.RemainingBaseQty - scrap);
        if (good + scrap == 0 && errors.Count == 0)
            errors.Add(new("qty", "out_of_range", "must be greater than 0, or something must be spoilt", new Dictionary<string, object?> { ["min"] = 0 }));
        CheckTracking(good);
        var location = request.LocationId ?? order.OutputLocationId ?? item.DefaultLocationId;
        if (good > 0 && location is null) errors.Add(new("locationId", "required", "is required: neither the order nor the item names a place"));
        foreach (var (index, used) in request.Consumption.Index())
        {
            if (order.Requirements.Find(need => need.ItemId == used.ComponentItemId) is not { } need)
                errors.Add(new($"consumption[{index}].componentItemId", "invalid_reference", "is no component of this work order"));
            else if (decimal.Round(used.Qty, need.Decimals) != used.Qty)
                errors.Add(new($"consumption[{index}].qty", "out_of_range", $"must have at most {need.Decimals} decimals in {need.UomCode}"));
        }

        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
        CheckLimit(good + scrap);

        var done = order.DoneBaseQty + good + scrap;
        var isFinal = request.Final || done >= order.BaseQty;
        var uses = order.Requirements.OrderBy(need => need.LineNo).Select(need => UseOf(need, good, scrap, isFinal)).ToList();
        if (variances.Count > 0 && order.ConsumptionPolicy == ConsumptionPolicy.Strict)
            throw new BrokenRuleException("consumption_variance", "What was used is not what was planned, and this work order is strict.", variances);
        return new Posting
        {
            Id = Guid.CreateVersion7(step.At),
            No = order.ActionNo + 1,
            Kind = Posting.Completion,
            BaseQty = good,
            ScrapBaseQty = scrap,
            IsFinal = isFinal,
            LotNo = request.LotNo,
            ExpiryDate = request.ExpiryDate,
            SerialNos = [.. request.SerialNos],
            LocationId = location,
            OperationCost = request.OperationCost,
            Uses = uses,
            ByProducts = [.. location is null ? [] : ByProductsOf(done)],
            Warnings = order.ConsumptionPolicy == ConsumptionPolicy.Warning ? [.. variances.Select(variance => variance.Message)] : [],
            Step = step,
        };
    }

    /// <summary>Takes so much: out of the reservation as far as it goes.</summary>
    /// <param name="held">What the reservation is still good for.</param>
    public static Take TakeOf(decimal qty, Guid? locationId, Guid? lotId, ref decimal held)
    {
        var reserved = Math.Min(qty, held);
        held -= reserved;
        return new Take(locationId, lotId, reserved, qty - reserved);
    }

    Use UseOf(Requirement need, decimal good, decimal scrap, bool isFinal)
    {
        var due = need.DueFor(order.DoneBaseQty + good + scrap);
        var told = request.Consumption.Where(used => used.ComponentItemId == need.ItemId).ToList();
        // Of what is issued by hand nothing is used that was not issued, unless somebody says so.
        var asked = told.Count > 0 ? told : [new(need.ItemId, null, need.IsManual ? Math.Min(due, need.WipQty) : due)];
        var (takes, fromWip, left, held) = (new List<Take>(), new List<WipPart>(), need.Wip, need.HeldQty);
        foreach (var used in asked)
        {
            var some = WipPart.Take(left.Where(part => used.LotId is null || part.LotId == used.LotId), used.Qty, CostDecimals);
            left = WipPart.Without(left, some);
            fromWip.AddRange(some);
            var rest = used.Qty - some.Sum(part => part.Qty);
            if (rest > 0) takes.Add(TakeOf(rest, null, used.LotId, ref held));
        }

        var actual = asked.Sum(used => used.Qty);
        Compare(need, actual, due, need.RangeFor(good + scrap, due));
        var spoilt = decimal.Round(actual * scrap / (good + scrap), need.Decimals, MidpointRounding.ToZero);
        return new Use(need.Id, due, spoilt, takes, fromWip, isFinal ? left : []);
    }

    void Compare(Requirement need, decimal actual, decimal due, (decimal Least, decimal Most) range)
    {
        if (actual >= range.Least && actual <= range.Most) return;
        var index = request.Consumption.Index().Where(used => used.Item.ComponentItemId == need.ItemId).Select(used => (int?)used.Index).FirstOrDefault();
        variances.Add(new ErrorDetail(
            index is null ? null : $"consumption[{index}].qty", "consumption_variance",
            $"{actual:0.######} {need.UomCode} of {need.ItemNo} are used where {due:0.######} are planned{(need.IsManual && index is null ? "; issue it first" : "")}",
            new Dictionary<string, object?> { ["itemId"] = need.ItemId, ["planned"] = due, ["least"] = range.Least, ["most"] = range.Most, ["actual"] = actual }));
    }

    IEnumerable<ByProductOutput> ByProductsOf(decimal done)
    {
        foreach (var product in order.ByProducts)
        {
            var before = order.Outputs.Where(output => output.Status == Posting.Posted).SelectMany(output => output.ByProducts)
                .Where(made => made.ItemId == product.ItemId).Sum(made => made.Qty);
            if (product.For(done) - before is > 0 and var qty)
                yield return new ByProductOutput(product.ItemId, qty, product.HasLots ? request.LotNo ?? order.WorkOrderNo : null, product.CostSharePct);
        }
    }

    void CheckLimit(decimal qty)
    {
        var most = order.MostBaseQty - order.DoneBaseQty;
        if (qty <= most) return;
        throw new BrokenRuleException("over_completion", $"{Math.Max(0, order.InUom(most)):0.######} {order.UomCode} more may be made.",
            new ErrorDetail("qty", "over_completion", "is more than may still be made", new Dictionary<string, object?>
            {
                ["ordered"] = order.Qty, ["completed"] = order.InUom(order.CompletedBaseQty), ["scrapped"] = order.InUom(order.ScrappedBaseQty),
                ["overCompletionPct"] = order.OverCompletionPct, ["attempted"] = order.InUom(qty),
            }));
    }

    // What Inventory would refuse anyway, said at once.
    void CheckTracking(decimal good)
    {
        if (good == 0) return;
        if (item.HasLots && request.LotNo is null) errors.Add(new("lotNo", "required", "is required: the item is tracked by lot"));
        if (!item.HasLots && request.LotNo is not null && !order.ByProducts.Exists(product => product.HasLots))
            errors.Add(new("lotNo", "invalid_value", "must be absent: the item is not tracked by lot"));
        if (item.HasSerials && request.SerialNos.Count != good)
            errors.Add(new("serialNos", "array_length", $"must name {good:0.######} serial numbers, one for each unit"));
        if (!item.HasSerials && request.SerialNos.Count > 0) errors.Add(new("serialNos", "invalid_value", "must be absent: the item has no serial numbers"));
    }

    decimal InBase(string field, decimal qty)
    {
        if (item.ToBase(qty, new ItemUom(order.UomId, order.UomCode, order.UomNumerator, order.UomDenominator)) is { } baseQty) return baseQty;
        errors.Add(WorkOrderRules.Uneven(field, item));
        return 0;
    }

    int CostDecimals => order.Currency is { } currency ? Currencies.Decimals(currency) : UsualCostDecimals;
}
