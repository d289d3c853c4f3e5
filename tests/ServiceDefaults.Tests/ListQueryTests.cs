using Atlas.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Atlas.ServiceDefaults.Tests;

public sealed class ListQueryTests
{
    static readonly ListRules Rules = new(ListRules.UsualLimit, "status", "ship_by[gte]", "updated_since", "q");

    readonly Cursors cursors = new(
        new ConfigurationBuilder().AddInMemoryCollection([new("Atlas:SecretsKey", TestGateway.SecretsKey)]).Build());

    [Theory]
    [InlineData("", 50, 0)]
    [InlineData("?limit=10&offset=20", 10, 20)]
    [InlineData("?limit=0", 0, 0)]
    [InlineData("?limit=200", 200, 0)]
    [InlineData("?limit=201", 200, 0)]
    [InlineData("?limit=1000000", 200, 0)]
    [InlineData("?offset=10000", 50, 10_000)]
    public void A_page_has_a_limit_and_an_offset_within_bounds(string query, int limit, int offset)
    {
        var list = Parse(query);

        (list.Limit, list.Offset, list.After).ShouldBe((limit, offset, null));
    }

    [Theory]
    [InlineData("?limit=-1", "invalid_parameter")]
    [InlineData("?limit=ten", "invalid_parameter")]
    [InlineData("?limit=1.5", "invalid_parameter")]
    [InlineData("?limit=", "invalid_parameter")]
    [InlineData("?limit=1&limit=2", "invalid_parameter")]
    [InlineData("?offset=-1", "invalid_parameter")]
    [InlineData("?offset=10001", "invalid_parameter")]
    [InlineData("?cursor=rubbish", "invalid_parameter")]
    [InlineData("?statsu=open", "unknown_filter")]
    [InlineData("?ship_by[lte]=2026-05-08", "unknown_filter")]
    [InlineData("?q=nul%00", "invalid_parameter")]
    public void What_cannot_be_understood_is_refused_and_never_ignored(string query, string code)
    {
        var refused = Should.Throw<RefusedException>(() => Parse(query));

        (refused.Error.Status, refused.Error.Code).ShouldBe((400, code));
    }

    [Fact]
    public void Filters_have_one_value_or_several()
    {
        var list = Parse("?status=open,held&status=closed&ship_by[gte]=2026-05-08&updated_since=2026-05-08T14:30:00Z");

        list.Values("status").ShouldBe(["open", "held", "closed"]);
        list.Values("q").ShouldBeEmpty();
        list.Value("q").ShouldBeNull();
        list.Date("ship_by[gte]").ShouldBe(new DateOnly(2026, 5, 8));
        list.Timestamp("updated_since").ShouldBe(new DateTimeOffset(2026, 5, 8, 14, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_filter_that_is_no_date_or_no_time_is_refused()
    {
        Should.Throw<RefusedException>(() => Parse("?ship_by[gte]=soon").Date("ship_by[gte]"));
        Should.Throw<RefusedException>(() => Parse("?updated_since=2026-05-08").Timestamp("updated_since"));
    }

    [Fact]
    public void A_cursor_goes_on_where_it_was_made_and_nowhere_else()
    {
        var first = Parse("?status=open");
        var cursor = cursors.Seal(["last"], first.CursorScope);

        Parse($"?status=open&cursor={cursor}").After.ShouldBe(["last"]);
        Parse($"?status=open&limit=7&cursor={cursor}").After.ShouldBe(["last"]); // Another page size is the same list.
        Should.Throw<RefusedException>(() => Parse($"?cursor={cursor}"));
        Should.Throw<RefusedException>(() => Parse($"?status=closed&cursor={cursor}"));
        Should.Throw<RefusedException>(() => Parse($"?status=open&cursor={cursor}", tenant: "brewco"));
        Should.Throw<RefusedException>(() => Parse($"?status=open&cursor={cursor}", path: "/v1/others"));
    }

    ListQuery Parse(string query, string tenant = "acme", string path = "/v1/things")
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        http.Request.QueryString = new QueryString(query);
        http.Features.Set(new Caller(tenant, "key_1", new HashSet<string>(), DryRunWrites: false));
        return ListQuery.Parse(http, Rules, cursors);
    }
}
