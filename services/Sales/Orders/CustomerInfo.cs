using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>Who buys, where no system of the client's has an id for them.</summary>
public sealed record CustomerInfo(string? Name, string? Email, string? Phone)
{
    internal static CustomerInfo Read(Fields fields) =>
        new(fields.OptionalText("name", 255), fields.OptionalEmail("email"), fields.OptionalText("phone", 64));
}
