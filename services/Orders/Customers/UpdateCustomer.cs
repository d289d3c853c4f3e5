using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Customers;

/// <summary>What to change about a brand; what is absent stays.</summary>
[SnakeCase]
public sealed record UpdateCustomerRequest(
    string? Name, string? PrimaryColor, string? Contact, string? ContactEmail, string? LogoUrl, bool? IsActive)
    : IReadable<UpdateCustomerRequest>
{
    internal bool ClearsLogo { get; private init; }

    public static UpdateCustomerRequest Read(Fields fields) => new(
        Kept(fields, "name"), CustomerRules.Color(fields), Kept(fields, "contact"), CustomerRules.Email(fields, fields.Has("contact_email")),
        CustomerRules.Logo(fields), fields.Has("is_active") ? fields.Boolean("is_active", true) : null)
    {
        ClearsLogo = fields.Has("logo_url"),
    };

    // Present means it must have a value: a brand cannot lose its name.
    static string? Kept(Fields fields, string name) => fields.Has(name) ? fields.Text(name, 255) : null;
}

static class UpdateCustomer
{
    /// <summary>Changes a brand. Fields that are absent stay as they are.</summary>
    public static async Task<IResult> Handle(
        string slug, Body<UpdateCustomerRequest> body, HttpContext http, OrdersDb db, PortalAddress portal, TimeProvider time,
        CancellationToken ct)
    {
        var customer = await db.Customers.FirstOrDefaultAsync(c => c.Slug == slug, ct);
        if (customer is null) return Error.NotFound("Customer", slug);
        http.CheckIfMatch(customer.Version);

        var request = body.Value;
        customer.Name = request.Name ?? customer.Name;
        customer.PrimaryColor = request.PrimaryColor ?? customer.PrimaryColor;
        customer.Contact = request.Contact ?? customer.Contact;
        customer.ContactEmail = request.ContactEmail ?? customer.ContactEmail;
        customer.LogoUrl = request.ClearsLogo ? request.LogoUrl : customer.LogoUrl;
        customer.IsActive = request.IsActive ?? customer.IsActive;
        customer.UpdatedAt = time.GetUtcNow();
        customer.Version++;
        await db.SaveChangesAsync(ct);
        http.SetETag(customer.Version);
        return Reply.Ok(CustomerView.From(customer, portal));
    }
}
