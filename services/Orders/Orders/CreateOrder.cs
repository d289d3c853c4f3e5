using System.Text.Json.Serialization;
using Atlas.Contracts.Orders;
using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

/// <summary>A purchase order from an external system.</summary>
/// <param name="Code">Its number there, for example <c>PO-9999</c>; unique in the tenant.</param>
/// <param name="BrandSlug">The brand that orders; must exist and be active.</param>
/// <param name="ShipBy">The day it must leave the factory. A day in the past is accepted with a warning, up to a year back.</param>
/// <param name="TotalUnits">Optional check sum: refused when it is not the sum of the lines.</param>
/// <param name="ExternalId">Its id in the sending system; unique in the tenant.</param>
[SnakeCase]
public sealed record CreateOrderRequest(
    string Code, string BrandSlug, DateOnly ShipBy, IReadOnlyList<CreateLineItemRequest> LineItems, int? TotalUnits,
    string? ExternalId, string? Notes) : IReadable<CreateOrderRequest>
{
    const int MaxLines = 1_000;

    public static CreateOrderRequest Read(Fields fields)
    {
        var request = new CreateOrderRequest(
            fields.Text("code", 64), fields.Text("brand_slug", 40), fields.Date("ship_by"),
            fields.List("line_items", 1, MaxLines, CreateLineItemRequest.Read),
            (int?)fields.OptionalInteger("total_units", 0, int.MaxValue),
            fields.OptionalText("external_id", 128), fields.OptionalText("notes", 4_000));
        if (fields.IsWrong("line_items")) return request;
        var sum = request.LineItems.Sum(line => (long)line.Units);
        if (sum > int.MaxValue) fields.Refuse("line_items", "out_of_range", $"the units of all lines exceed {int.MaxValue}");
        else if (request.TotalUnits is { } claimed && claimed != sum)
            fields.Refuse("total_units", "total_units_mismatch", $"is {claimed}, but the lines sum to {sum}", ("sum", sum));
        if (request.LineItems.Select(line => line.Currency).OfType<string>().Distinct().Count() > 1)
            fields.Refuse("line_items", "invalid_value", "all prices of an order must be in one currency");
        return request;
    }
}

/// <summary>One line of a purchase order.</summary>
/// <param name="Units">Pieces, 1 or more. <c>quantity</c> is understood too.</param>
/// <param name="UnitPrice">Price of one piece in major units of <paramref name="Currency"/>.</param>
/// <param name="ExternalLineId">The line's id in the sending system.</param>
[SnakeCase]
public sealed record CreateLineItemRequest(
    string Sku, int Units, string? Description, string? Color, string? Size, decimal? UnitPrice, string? Currency,
    string? ExternalLineId, string? Notes)
{
    const int MaxUnits = 100_000_000;
    const decimal MaxPrice = 1_000_000_000m;

    internal static CreateLineItemRequest Read(Fields fields)
    {
        var currency = fields.OptionalText("currency", 3);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
            fields.Refuse("currency", "invalid_value", "must be a currency as ISO 4217, for example EUR");
        var unitsField = fields.Has("quantity") && !fields.Has("units") ? "quantity" : "units";
        return new(fields.Text("sku", 128), (int)fields.Integer(unitsField, 1, MaxUnits), fields.OptionalText("description", 1_000),
            fields.OptionalText("color", 100), fields.OptionalText("size", 100), fields.OptionalDecimal("unit_price", 0, MaxPrice),
            currency, fields.OptionalText("external_line_id", 128), fields.OptionalText("notes", 1_000));
    }
}

/// <summary>What intake answers: exactly the eight fields of seed 000.</summary>
[SnakeCase]
public sealed record CreatedOrderView(
    string Id, string Code, string BrandSlug, DateOnly ShipBy, int TotalUnits, string Status, int LineItemsReceived,
    DateTimeOffset CreatedAt)
{
    internal static CreatedOrderView From(BrandOrder order) => new(
        order.Id, order.Code, order.BrandSlug, order.ShipBy, order.TotalUnits, order.Status, order.LineItemCount, order.ReceivedAt);
}

/// <summary>The answer to intake.</summary>
/// <param name="Warnings">What was accepted and deserves a look, for example <c>ship_by_in_the_past</c>; absent when there is nothing.</param>
/// <param name="DemoNote">With the shared demo key: says that nothing was kept.</param>
[SnakeCase]
public sealed record CreatedOrderEnvelope(
    CreatedOrderView Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DemoNote);

static class CreateOrder
{
    /// <summary>Takes in a purchase order. Production plans its batches, and subscribers hear of it.</summary>
    public static async Task<IResult> Handle(
        Body<CreateOrderRequest> body, HttpContext http, OrdersDb db, ShortIds ids, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        if (await RefusalAsync(request, db, time, ct) is { } refusal) return refusal;
        if (await db.Orders.Where(o => o.Code == request.Code || (request.ExternalId != null && o.ExternalId == request.ExternalId))
                .Select(o => new { o.Id, o.Code }).FirstOrDefaultAsync(ct) is { } existing)
            return Duplicate(request, existing.Id, existing.Code);

        var order = await AddAsync(request, db, ids, time, ct);
        return Created(order, http, time);
    }

    /// <summary>The error when the order cannot be taken in as it is; null when it can.</summary>
    public static async Task<Error?> RefusalAsync(CreateOrderRequest request, OrdersDb db, TimeProvider time, CancellationToken ct)
    {
        var errors = new List<ErrorDetail>();
        var brandIsActive = await db.Customers.Where(c => c.Slug == request.BrandSlug).Select(c => (bool?)c.IsActive).FirstOrDefaultAsync(ct);
        if (brandIsActive != true)
            errors.Add(new ErrorDetail("brand_slug", "invalid_reference",
                brandIsActive is null ? $"there is no brand '{request.BrandSlug}'" : $"the brand '{request.BrandSlug}' is not active"));
        if (request.ShipBy < EarliestShipBy(time))
            errors.Add(new ErrorDetail("ship_by", "out_of_range", "is more than a year in the past",
                new Dictionary<string, object?> { ["min"] = EarliestShipBy(time) }));
        return errors.Count > 0 ? Error.Invalid(errors) : null;
    }

    /// <summary>Adds the order and announces it.</summary>
    public static async Task<BrandOrder> AddAsync(
        CreateOrderRequest request, OrdersDb db, ShortIds ids, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var order = new BrandOrder
        {
            Id = await ids.NextAsync("ord", ct),
            Code = request.Code,
            BrandSlug = request.BrandSlug,
            ShipBy = request.ShipBy,
            TotalUnits = request.LineItems.Sum(line => line.Units),
            LineItemCount = request.LineItems.Count,
            ExternalId = request.ExternalId,
            Notes = request.Notes,
            Currency = request.LineItems.Select(line => line.Currency).FirstOrDefault(currency => currency is not null),
            TotalValue = request.LineItems.All(line => line.UnitPrice is not null)
                ? request.LineItems.Sum(line => line.UnitPrice!.Value * line.Units) : null,
            ReceivedAt = now,
            UpdatedAt = now,
        };
        order.LineItems.AddRange(request.LineItems.Select((line, index) => new BrandOrderLineItem
        {
            Id = $"li-{index + 1:000}",
            LineNo = index + 1,
            Sku = line.Sku,
            Description = line.Description,
            Size = line.Size,
            Color = line.Color,
            Units = line.Units,
            UnitPrice = line.UnitPrice,
            Currency = line.Currency,
            ExternalLineId = line.ExternalLineId,
            Notes = line.Notes,
        }));
        db.Add(order);
        db.Publish(new BrandOrderReceived(order.Id, order.Code, order.BrandSlug, order.ShipBy, order.TotalUnits, order.ReceivedAt,
            [.. order.LineItems.Select(line => new BrandOrderLine(line.Id, line.Sku, line.Units))], order.Version), order.Id, order.Version);
        await db.SaveChangesAsync(ct);
        Metrics.OrdersAccepted.Add(1);
        return order;
    }

    /// <summary>201 with the eight fields and, where they apply, warnings and the note for the demo key.</summary>
    public static IResult Created(BrandOrder order, HttpContext http, TimeProvider time) => TypedResults.Created(
        $"/api/v1/orders/{order.Id}",
        new CreatedOrderEnvelope(
            CreatedOrderView.From(order),
            order.ShipBy < Today(time) ? ["ship_by_in_the_past"] : null,
            Caller.Of(http).DryRunWrites ? "This is the shared demo key: the order was checked in full and not kept." : null));

    static Error Duplicate(CreateOrderRequest request, string existingId, string existingCode)
    {
        var field = existingCode == request.Code ? "code" : "external_id";
        return Error.Conflict("duplicate_code", $"There is an order with this {field} already.",
            new ErrorDetail(field, "duplicate_code", "is taken", new Dictionary<string, object?> { ["existing_id"] = existingId }));
    }

    static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
    static DateOnly EarliestShipBy(TimeProvider time) => Today(time).AddDays(-365);
}
