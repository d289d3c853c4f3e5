using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Suppliers;

/// <summary>A person to talk to.</summary>
/// <param name="Role">For example <c>sales</c>.</param>
public sealed record Contact(string Name, string? Role, string? Email, string? Phone)
{
    internal static Contact Read(Fields fields) => new(
        fields.Text("name", 255), fields.OptionalText("role", 100), fields.OptionalEmail("email"), fields.OptionalText("phone", 64));
}
