using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.MilestoneReports;

static class MilestoneReportRoutes
{
    public static void MapMilestoneReports(this IEndpointRouteBuilder api) =>
        api.MapPost("/milestone-completed", ReportMilestone.Handle).RequireScope("milestones:write")
            .Produces<Envelope<MilestoneReportView>>().Produces<Envelope<MilestoneReportView>>(202);
}
