using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Policies;

static class PolicyRoutes
{
    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inventory/policies", ListPolicies.Handle).RequireScope("inventory:read").WithList(ListPolicies.Rules);
        api.MapGet("/inventory/policies/{policyId:guid}", GetPolicy.Handle).RequireScope("inventory:read").Produces<Envelope<ReorderPolicyView>>();
        api.MapPost("/inventory/policies", CreatePolicy.Handle).RequireScope("policies:write").Produces<Envelope<ReorderPolicyView>>(201);
        api.MapPatch("/inventory/policies/{policyId:guid}", UpdatePolicy.Handle).RequireScope("policies:write").Produces<Envelope<ReorderPolicyView>>();
        api.MapDelete("/inventory/policies/{policyId:guid}", DeletePolicy.Handle).RequireScope("policies:write").Produces(204);
        api.MapGet("/inventory/replenishment-suggestions", ListReplenishmentSuggestions.Handle).RequireScope("inventory:read")
            .WithList(ListReplenishmentSuggestions.Rules).Produces<CountedPage<ReplenishmentSuggestionView>>();
        api.MapPost("/inventory/replenishment-suggestions/requisitions", RequisitionSuggestions.Handle).RequireScope("procurement:write")
            .Produces<Envelope<RequisitionedSuggestionsView>>(202).Produces<Envelope<RequisitionedSuggestionsView>>();
    }
}
