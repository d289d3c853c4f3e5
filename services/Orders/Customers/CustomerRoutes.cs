using Atlas.ServiceDefaults;

namespace Atlas.Orders.Customers;

static class CustomerRoutes
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/customers", ListCustomers.Handle).RequireScope("customers:read").WithList(ListCustomers.Rules);
        api.MapGet("/customers/{slug}", GetCustomer.Handle).RequireScope("customers:read").Produces<Envelope<CustomerView>>();
        api.MapPost("/customers", CreateCustomer.Handle).RequireScope("customers:write").Produces<Envelope<CustomerView>>(201);
        api.MapPatch("/customers/{slug}", UpdateCustomer.Handle).RequireScope("customers:write").Produces<Envelope<CustomerView>>();
    }
}
