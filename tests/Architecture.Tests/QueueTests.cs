using MassTransit;

namespace Atlas.Architecture.Tests;

/// <summary>What holds for every queue of every service.</summary>
[Collection(OneOfEach.Name)]
public sealed class QueueTests(RunningServices services)
{
    [Fact]
    public void A_queue_starts_with_the_name_of_the_service_that_consumes_it()
    {
        foreach (var service in services.All)
            service.Queues.ShouldAllBe(queue => queue.StartsWith($"{service.Name}-"), service.Name);
        services.All.SelectMany(service => service.Queues).ShouldBeUnique();
        services.All.SelectMany(service => service.Queues).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_consumer_is_listed_in_the_program_and_has_a_queue()
    {
        foreach (var service in services.All)
        {
            var consumers = service.Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IConsumer).IsAssignableFrom(type));
            service.Queues.Count.ShouldBe(consumers.Count(), service.Name);
        }
    }
}
