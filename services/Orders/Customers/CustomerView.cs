using Atlas.ServiceDefaults;

namespace Atlas.Orders.Customers;

/// <summary>A brand (seed 000).</summary>
/// <param name="Slug">Its name in addresses and orders, for example <c>summit</c>.</param>
/// <param name="PrimaryColor">As <c>#RRGGBB</c>.</param>
/// <param name="PortalUrl">Where the brand follows its orders.</param>
/// <param name="IsActive">False: no new orders.</param>
[SnakeCase]
public sealed record CustomerView(
    string Slug, string Name, string PrimaryColor, string Contact, string ContactEmail, string PortalUrl,
    string? LogoUrl, bool IsActive, DateTimeOffset UpdatedAt, long Version)
{
    internal static CustomerView From(Customer customer, PortalAddress portal) => new(
        customer.Slug, customer.Name, customer.PrimaryColor, customer.Contact, customer.ContactEmail, portal.Of(customer.Slug),
        customer.LogoUrl, customer.IsActive, customer.UpdatedAt, customer.Version);
}

/// <summary>The public address of the portal, from <c>Atlas:PortalUrl</c>.</summary>
sealed class PortalAddress(IConfiguration configuration)
{
    readonly string root = (configuration["Atlas:PortalUrl"] ?? "https://demo.kuhler.com/portal").TrimEnd('/');

    public string Of(string slug) => $"{root}/{slug}";
}
