using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Customers;

static class GetCustomer
{
    /// <summary>Reads one brand.</summary>
    public static async Task<IResult> Handle(string slug, HttpContext http, OrdersDb db, PortalAddress portal, CancellationToken ct)
    {
        var customer = await db.Customers.FirstOrDefaultAsync(c => c.Slug == slug, ct);
        if (customer is null) return Error.NotFound("Customer", slug);
        http.SetETag(customer.Version);
        return Reply.Ok(CustomerView.From(customer, portal));
    }
}
