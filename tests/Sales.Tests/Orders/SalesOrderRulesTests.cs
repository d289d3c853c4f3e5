using Atlas.Contracts.Inventory;
using Atlas.Sales.Orders;
using Atlas.Sales.Returns;
using Atlas.Sales.Settings;
using Atlas.Sales.Shipments;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Tests.Orders;

/// <summary>The rules of an order alone, without HTTP, database and bus.</summary>
public sealed class SalesOrderRulesTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    static readonly Guid Item = Guid.CreateVersion7();
    static readonly Guid Facility = Guid.CreateVersion7();

    static readonly string[] Actions = ["open", "amend", "hold", "resume", "ship", "return", "close", "cancel"];

    // How an order gets into each status, and where each action leads from there: a dash is an invalid transition, an equals sign changes nothing.
    public static TheoryData<string, string, string, string> States => new()
    {
        // by way of                   is now               allowed                        open amend hold resume ship return close cancel
        { "",                          "draft",             "open,cancel",                 "open - - - - - - cancelled" },
        { "open",                      "open",              "ship,hold,amend,close,cancel", "= open on_hold = partially_shipped - closed cancelled" },
        { "open hold",                 "on_hold",           "resume,cancel",               "- - = open - - - cancelled" },
        { "open ship",                 "partially_shipped", "ship,hold,close",             "- - on_hold = partially_shipped - closed already_shipped" },
        { "open ship hold",            "on_hold",           "resume",                      "- - = partially_shipped - - - already_shipped" },
        { "open ship ship:6",          "shipped",           "close,return",                "- - - - - shipped closed already_shipped" },
        { "open ship:10 close",        "closed",            "return",                      "- - - - - closed = -" },
        { "open ship close",           "closed",            "return",                      "- - - - - closed = -" },
        { "open close",                "closed",            "",                            "- - - - - - = -" },
        { "cancel",                    "cancelled",         "",                            "- - - - - - - =" },
        { "open cancel",               "cancelled",         "",                            "- - - - - - - =" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Every_action_leads_where_it_should_or_is_refused(string via, string status, string allowed, string targets)
    {
        foreach (var (action, target) in Actions.Zip(targets.Split(' ')))
        {
            var order = Taken(via);
            order.Status.ShouldBe(status);
            string.Join(',', order.AllowedActions).ShouldBe(allowed);

            switch (target)
            {
                case "=":
                    IsDone(order, action).ShouldBeTrue($"{action} from {status}");
                    break;
                case "-" or "already_shipped":
                    IsDone(order, action).ShouldBeFalse($"{action} from {status}");
                    Should.Throw<BrokenRuleException>(() => Take(order, action)).Code.ShouldBe(target == "-" ? "invalid_transition" : target);
                    order.Status.ShouldBe(status);
                    break;
                default:
                    IsDone(order, action).ShouldBeFalse($"{action} from {status}");
                    Take(order, action);
                    order.Status.ShouldBe(target, $"{action} from {status}");
                    break;
            }

            AddsUp(order);
        }
    }

    [Fact]
    public void While_Inventory_has_not_decided_nothing_else_can_be_done()
    {
        foreach (var pending in (string[])["open", "cancel", "close", "amend"])
        {
            var order = Taken(pending == "open" ? "" : "open");
            Begin(order, pending).ShouldNotBeNull();

            order.AllowedActions.ShouldBeEmpty();
            foreach (var action in Actions)
                Should.Throw<BrokenRuleException>(() => Take(order, action)).Code.ShouldBe("action_pending", $"{action} while {pending}");
            Should.Throw<BrokenRuleException>(order.CheckEditable).Code.ShouldBe("action_pending");
        }
    }

    [Fact]
    public void While_a_shipment_is_not_settled_the_order_cannot_end_or_change()
    {
        foreach (var action in (string[])["cancel", "close", "amend"])
        {
            var order = Taken("open");
            order.Expect(Shipment(order, 4));

            Should.Throw<BrokenRuleException>(() => Take(order, action)).Code.ShouldBe("shipment_pending");
        }
    }

    [Fact]
    public void What_Inventory_refuses_leaves_the_order_as_it_was_and_says_why()
    {
        var order = Taken("");
        order.BeginOpening(Step(), ReservationPolicies.AllOrNothing);

        order.Refuse("insufficient_stock", "Only 1 of 10 is available.", [], Now);

        (order.Status, order.Pending, order.ReservationPolicy).ShouldBe(("draft", null, null));
        order.Refusal!.Code.ShouldBe("insufficient_stock");
        Take(order, "open");
        order.Refusal.ShouldBeNull();
    }

    [Fact]
    public void News_of_a_reservation_count_by_version_and_not_by_arrival()
    {
        var order = Taken("open");
        var (line, id) = (order.Lines[0], order.Holds[0].ReservationId);

        order.Follow(new HeldStock(id, $"{line.Id}", 10, 0, 3, 4)).ShouldBeTrue();
        order.Follow(new HeldStock(id, $"{line.Id}", 10, 0, 9, 3)).ShouldBeFalse();
        order.Follow(new HeldStock(id, $"{line.Id}", 10, 0, 3, 4)).ShouldBeFalse();

        (order.ReservedBaseQty(line), order.BackorderedBaseQty(line), order.ReservationStatus).ShouldBe((7, 3, "partial"));
        order.Follow(new HeldStock(id, $"{line.Id}", 10, 0, 10, 5)).ShouldBeTrue();
        order.ReservationStatus.ShouldBe("backordered");
        order.Follow(new HeldStock(id, $"{line.Id}", 0, 0, 0, 7)).ShouldBeTrue();
        order.Follow(new HeldStock(id, $"{line.Id}", 10, 0, 0, 8)).ShouldBeFalse("what is given up is given up");
        order.ReservationStatus.ShouldBe("none");
    }

    [Fact]
    public void A_reservation_that_is_over_before_anything_was_heard_of_it_does_not_come_to_life_by_older_news()
    {
        var order = Taken("open");
        var (line, id) = (order.Lines[0], Guid.CreateVersion7());
        var reserved = order.ReservedBaseQty(line);

        order.Follow(new HeldStock(id, $"{line.Id}", 0, 0, 0, 2));
        order.Follow(new HeldStock(id, $"{line.Id}", 5, 0, 0, 1)).ShouldBeFalse();

        order.ReservedBaseQty(line).ShouldBe(reserved);
    }

    [Fact]
    public void An_amendment_asks_only_for_what_changes()
    {
        var order = Taken("open");
        var (first, held) = (Facts(order.Lines[0].Id, 10), order.Holds[0].ReservationId);

        order.BeginAmendment(Step(), new Amendment([first with { UnitPrice = 9 }], null, null)).ShouldBeNull("only the price changes");
        var more = Taken("open").Let(o => o.BeginAmendment(Step(), new Amendment([Facts(o.Lines[0].Id, 12), Facts(Guid.CreateVersion7(), 1)], null, null)))!;
        var other = order.BeginAmendment(Step(), new Amendment([first with { ItemId = Guid.CreateVersion7() }], null, null))!;

        order.Total.ShouldBe(90);
        more.Lines.Select(line => (line.Qty, line.ReservationId is not null)).ShouldBe([(12, true), (1, false)]);
        more.Releases.ShouldBeNull();
        (other.Lines[0].ReservationId, other.Releases!.ShouldHaveSingleItem()).ShouldBe((null, held));
    }

    static SalesOrder Taken(string via)
    {
        var order = new SalesOrder { Id = Guid.CreateVersion7(), OrderNo = "SO-1", Currency = "EUR", FacilityId = Facility, CreatedBy = "me", CreatedAt = Now, UpdatedAt = Now };
        order.Become([Facts(Guid.CreateVersion7(), 10)]);
        foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Take(order, step);
        AddsUp(order);
        return order;
    }

    // Does it, and lets Inventory agree.
    static void Take(SalesOrder order, string step)
    {
        switch (step.Split(':'))
        {
            case ["ship", .. var qty]:
                order.Check(SalesOrder.Ship);
                var shipment = Shipment(order, qty is [var text] ? decimal.Parse(text) : 4);
                order.Expect(shipment);
                var hold = order.Holds[0];
                order.TakeOut(shipment, [new HeldStock(hold.ReservationId, $"{hold.LineId}", hold.HeldBaseQty - shipment.Lines[0].BaseQty, 0, 0, hold.ReservationVersion + 1)], null);
                break;
            case ["return"]:
                order.Check(SalesOrder.Return);
                var back = Return(order);
                order.ExpectReturn(back);
                order.TakeBack(back);
                break;
            case ["hold"]:
                order.Hold(Step());
                break;
            case ["resume"]:
                order.Resume(null);
                break;
            case [var action]:
                if (Begin(order, action) is ReserveStock demand)
                    order.Settle(demand.Lines.Select(line => new HeldStock(line.ReservationId ?? Guid.CreateVersion7(), line.LineId, line.Qty, 0, 0, line.ReservationId is null ? 1 : 2)));
                else if (order.Pending is not null) order.SettleEnd();
                break;
        }
    }

    static object? Begin(SalesOrder order, string action) => action switch
    {
        "open" => order.BeginOpening(Step(), ReservationPolicies.PartialBackorder),
        "amend" => order.BeginAmendment(Step(), new Amendment([Facts(order.Lines[0].Id, 12)], null, null)),
        _ => order.BeginEnd(action, Step()),
    };

    static bool IsDone(SalesOrder order, string action) => action switch
    {
        "open" => SalesOrderAction.Open.IsDone(order),
        "hold" => SalesOrderAction.Hold.IsDone(order),
        "resume" => SalesOrderAction.Resume.IsDone(order),
        "close" => SalesOrderAction.Close.IsDone(order),
        "cancel" => SalesOrderAction.Cancel.IsDone(order),
        _ => false,
    };

    static void AddsUp(SalesOrder order)
    {
        foreach (var line in order.Lines)
        {
            (line.ShippedBaseQty + line.OpenBaseQty + line.CancelledBaseQty).ShouldBe(line.BaseQty);
            if (order.Status is "open" or "partially_shipped" or "on_hold")
                (order.ReservedBaseQty(line) + order.BackorderedBaseQty(line) + line.ShippedBaseQty).ShouldBe(line.BaseQty);
            if (order.Status is "closed" or "cancelled" && order.Pending is null) order.HoldsStock.ShouldBeFalse();
        }
    }

    static LineFacts Facts(Guid id, decimal qty) => new(id, Item, "ITEM", null, qty, Item, "each", 1, 1, qty, 2.5m, 0, 0, null, null);

    static Shipment Shipment(SalesOrder order, decimal qty)
    {
        var shipment = new Shipment { Id = Guid.CreateVersion7(), ShipmentNo = "S1", ShippedAt = Now, CreatedBy = "me", CreatedAt = Now, UpdatedAt = Now };
        shipment.Lines.Add(new ShipmentLine
        {
            LineNo = 1, OrderLineId = order.Lines[0].Id, ItemId = Item, FacilityId = Facility, Qty = qty, UomId = Item, UomCode = "each", UomNumerator = 1,
            UomDenominator = 1, BaseQty = qty,
        });
        return shipment;
    }

    static SalesReturn Return(SalesOrder order)
    {
        var back = new SalesReturn { Id = Guid.CreateVersion7(), ReturnNo = "R1", SalesOrderId = order.Id, ReceivedAt = Now, CreatedBy = "me", CreatedAt = Now, UpdatedAt = Now };
        back.Lines.Add(new SalesReturnLine
        {
            LineNo = 1, OrderLineId = order.Lines[0].Id, ItemId = Item, Qty = 1, UomId = Item, UomCode = "each", BaseQty = 1, LocationId = Facility, StatusId = "quarantine",
        });
        return back;
    }

    static Step Step() => new(Now, "me");
}

static class Fluent
{
    public static TOut Let<TIn, TOut>(this TIn value, Func<TIn, TOut> use) => use(value);
}
