namespace Atlas.Orders.Orders;

static class OrderName
{
    /// <summary>
    /// Orders that people may mean by a text: its id, or the code on their paper. The one with the id comes first, because codes
    /// are free text and one may look like the id of another order.
    /// </summary>
    public static IQueryable<BrandOrder> Named(this IQueryable<BrandOrder> orders, string idOrCode) =>
        orders.Where(o => o.Id == idOrCode || o.Code == idOrCode).OrderByDescending(o => o.Id == idOrCode);
}
