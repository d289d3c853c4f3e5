using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>How bodies name a line of an order: by id, or by number.</summary>
static class OrderLineName
{
    public static (Guid? LineId, int? LineNo) Read(Fields fields)
    {
        var (id, number) = (fields.OptionalId("lineId"), fields.OptionalInteger("lineNo", 1, SalesOrderLineRequest.MaxLines));
        if (id is null && number is null && !fields.IsWrong("lineId") && !fields.IsWrong("lineNo"))
            fields.Refuse("lineId", "required", "is required, unless lineNo is given");
        return (id, (int?)number);
    }

    public static SalesOrderLine? Find(SalesOrder order, Guid? lineId, int? lineNo) =>
        order.Lines.Find(line => lineId is { } id ? line.Id == id : line.LineNo == lineNo);
}
