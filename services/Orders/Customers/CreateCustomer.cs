using System.Text.RegularExpressions;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Customers;

/// <summary>A new brand.</summary>
/// <param name="Slug">Lower-case letters, digits and hyphens, at most 40; it cannot be changed later.</param>
/// <param name="PrimaryColor">As <c>#RRGGBB</c>.</param>
[SnakeCase]
public sealed record CreateCustomerRequest(
    string Slug, string Name, string PrimaryColor, string Contact, string ContactEmail, string? LogoUrl)
    : IReadable<CreateCustomerRequest>
{
    public static CreateCustomerRequest Read(Fields fields)
    {
        var slug = fields.Text("slug", 40);
        if (slug.Length > 0 && !CustomerRules.Slug().IsMatch(slug))
            fields.Refuse("slug", "invalid_value", "must be lower-case letters, digits and hyphens");
        return new(slug, fields.Text("name", 255), CustomerRules.Color(fields) ?? CustomerRules.DefaultColor,
            fields.Text("contact", 255), CustomerRules.Email(fields, required: true) ?? "", CustomerRules.Logo(fields));
    }
}

static class CreateCustomer
{
    /// <summary>Adds a brand, so that it can place orders.</summary>
    public static async Task<IResult> Handle(
        Body<CreateCustomerRequest> body, OrdersDb db, PortalAddress portal, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        if (await db.Customers.AnyAsync(c => c.Slug == request.Slug, ct))
            return Error.Conflict("duplicate_code", $"There is a customer '{request.Slug}' already.",
                new ErrorDetail("slug", "duplicate_code", "is taken", new Dictionary<string, object?> { ["existing_id"] = request.Slug }));

        var now = time.GetUtcNow();
        var customer = new Customer
        {
            Slug = request.Slug,
            Name = request.Name,
            PrimaryColor = request.PrimaryColor,
            Contact = request.Contact,
            ContactEmail = request.ContactEmail,
            LogoUrl = request.LogoUrl,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(customer);
        await db.SaveChangesAsync(ct);
        return Reply.Created($"/api/v1/customers/{customer.Slug}", CustomerView.From(customer, portal));
    }
}

/// <summary>What the fields of a brand must look like.</summary>
static partial class CustomerRules
{
    public const string DefaultColor = "#1F2937";

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    public static partial Regex Slug();

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex ColorForm();

    public static string? Color(Fields fields)
    {
        var color = fields.OptionalText("primary_color", 7);
        if (color is not null && !ColorForm().IsMatch(color)) fields.Refuse("primary_color", "invalid_value", "must be a color as #RRGGBB");
        return color;
    }

    public static string? Email(Fields fields, bool required)
    {
        var email = fields.OptionalText("contact_email", 254, required);
        if (email is not null && (email.Count(c => c == '@') != 1 || email.StartsWith('@') || email.EndsWith('@') || email.Contains(' ')))
            fields.Refuse("contact_email", "invalid_value", "must be an e-mail address");
        return email;
    }

    public static string? Logo(Fields fields)
    {
        var logo = fields.OptionalText("logo_url", 2_000);
        if (logo is not null && !(Uri.TryCreate(logo, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps))
            fields.Refuse("logo_url", "invalid_value", "must be an https address");
        return logo;
    }
}
