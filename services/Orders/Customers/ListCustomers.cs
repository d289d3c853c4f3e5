using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Customers;

static class ListCustomers
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "is_active", "updated_since", "q");

    /// <summary>Lists the brands, newest first.</summary>
    public static async Task<Ok<SnakePage<CustomerView>>> Handle(
        HttpContext http, OrdersDb db, PortalAddress portal, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Customer> customers = db.Customers;
        if (query.Value("is_active") is { } active)
        {
            if (!bool.TryParse(active, out var wanted))
                throw new RefusedException(Error.InvalidParameter("is_active", "is_active must be true or false."));
            customers = customers.Where(c => c.IsActive == wanted);
        }

        if (query.Timestamp("updated_since") is { } since) customers = customers.Where(c => c.UpdatedAt >= since);
        if (query.Value("q") is { Length: > 0 } text)
            customers = customers.Where(c => EF.Functions.ILike(c.Name, Like.Contains(text), Like.Escape)
                || EF.Functions.ILike(c.Slug, Like.Contains(text), Like.Escape));

        var total = await customers.LongCountAsync(ct);
        if (query.After is [var at, var lastSlug])
        {
            var lastAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
            customers = customers.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.CreatedAt, c.Slug), ValueTuple.Create(lastAt, lastSlug)));
        }

        var rows = await customers.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Slug)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.SnakePage(query, cursors, rows, total, c => CustomerView.From(c, portal), c => [c.CreatedAt.ToString("O"), c.Slug]);
    }
}
