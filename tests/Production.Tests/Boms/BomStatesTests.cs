using Atlas.Production.Boms;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Tests.Boms;

/// <summary>What can be done with a version in each of its states.</summary>
public sealed class BomStatesTests
{
    static readonly Step Now = new(new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), "somebody");

    public static TheoryData<string, string, string> States => new()
    {
        // by way of            is now        activate archive edit
        { "",                   "draft",      "active archived draft" },
        { "activate",           "active",     "- archived -" },
        { "activate supersede", "superseded", "active archived -" },
        { "archive",            "archived",   "- - -" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Every_action_leads_where_it_should_or_is_refused(string via, string status, string targets)
    {
        foreach (var (action, target) in new[] { "activate", "archive", "edit" }.Zip(targets.Split(' ')))
        {
            var bom = Draft();
            foreach (var step in via.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Take(bom, step);
            bom.Status.ShouldBe(status);

            if (target == "-")
            {
                var refused = Should.Throw<BrokenRuleException>(() => Take(bom, action));
                refused.Code.ShouldBe(action == "edit" ? "not_editable" : "invalid_transition");
                if (action != "edit") refused.Details[0].Meta!["allowed"].ShouldBe(bom.AllowedActions);
            }
            else
            {
                Take(bom, action);
            }

            bom.Status.ShouldBe(target == "-" ? status : target, $"{action} from {status}");
        }
    }

    [Theory]
    [InlineData(null, null, null, null, true)]
    [InlineData("2031-01-01", "2031-01-31", "2031-01-31", null, true)]
    [InlineData("2031-01-01", "2031-01-31", "2031-02-01", null, false)]
    [InlineData(null, "2031-01-31", "2031-02-01", "2031-02-28", false)]
    [InlineData("2031-03-01", null, null, "2031-02-28", false)]
    public void Two_versions_overlap_where_there_is_a_day_on_which_both_hold(string? from, string? to, string? otherFrom, string? otherTo, bool overlaps)
    {
        var (one, other) = (Draft(from, to), Draft(otherFrom, otherTo));

        one.Overlaps(other).ShouldBe(overlaps);
        other.Overlaps(one).ShouldBe(overlaps);
    }

    [Fact]
    public void The_next_version_is_a_draft_with_the_same_content()
    {
        var bom = Draft();
        bom.Components.Add(new BomComponent { Id = Guid.NewGuid(), LineNo = 1, ItemId = Guid.NewGuid(), ItemNo = "B", Qty = 2, UomNumerator = 12, UomDenominator = 1, ScrapPct = 5 });
        bom.Activate(Now);

        var next = bom.Renew(2, "somebody", Now.At);

        (next.Status, next.BomNo, next.VersionNo, next.Activation).ShouldBe(("draft", "BOM-000001", 2, null));
        next.Components.ShouldHaveSingleItem().Id.ShouldNotBe(bom.Components[0].Id);
        next.Components[0].InBase(withScrap: true).ShouldBe(Ratio.Of(252, 10));
        next.Components[0].InBase(withScrap: false).ShouldBe(Ratio.Of(24, 1));
    }

    static void Take(Bom bom, string action)
    {
        switch (action)
        {
            case "activate": bom.Activate(Now); break;
            case "archive": bom.Archive(Now); break;
            case "supersede": bom.Supersede(Now.At); break;
            default: bom.CheckEditable(); break;
        }
    }

    static Bom Draft(string? from = null, string? to = null) => new()
    {
        Id = Guid.NewGuid(), BomNo = "BOM-000001", VersionNo = 1, ItemId = Guid.NewGuid(), ItemNo = "A", OutputQty = 1, OutputUomNumerator = 1, OutputUomDenominator = 1,
        EffectiveFrom = from is null ? null : DateOnly.Parse(from), EffectiveTo = to is null ? null : DateOnly.Parse(to), CreatedBy = "somebody", CreatedAt = Now.At,
        UpdatedAt = Now.At,
    };
}
