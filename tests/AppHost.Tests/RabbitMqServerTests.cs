using System.Text;
using Atlas.Embedded.Processes;
using Atlas.Embedded.Servers;
using Atlas.Support;
using RabbitMQ.Client;

namespace Atlas.AppHost.Tests;

public sealed class RabbitMqServerTests : IDisposable
{
    readonly TempFolder folder = new();

    [Fact]
    public async Task Keeps_a_confirmed_message_through_a_kill_and_a_start_on_the_same_folder_and_port()
    {
        await using var server = await RabbitMqServer.StartAsync(folder.Path);
        var address = server.ConnectionString;
        await Publish(address, "kept");
        await UntilTheQueueIsOnDisk();

        await server.KillAsync();
        await server.StartAsync();

        server.ConnectionString.ShouldBe(address);
        (await Eventually.Becomes("there is a message", () => Get(address), text => text is not null)).ShouldBe("kept");
    }

    [Fact]
    public async Task Runs_beside_another_and_leaves_no_process_behind()
    {
        using var otherFolder = new TempFolder();
        var servers = await Task.WhenAll(RabbitMqServer.StartAsync(folder.Path), RabbitMqServer.StartAsync(otherFolder.Path));
        var family = servers.SelectMany(server => ProcessTable.Descendants(server.ProcessId!.Value)).ToList();
        family.ShouldNotBeEmpty();

        await servers[0].DisposeAsync();
        await Publish(servers[1].ConnectionString, "still there");
        await servers[1].DisposeAsync();

        family.Where(ProcessTable.IsAlive).ShouldBeEmpty();
        ProcessTable.WorkingIn(folder.Path, "epmd").ShouldBeEmpty();
        ProcessTable.WorkingIn(otherFolder.Path, "epmd").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_port_is_one_line_that_names_the_port()
    {
        using var taken = new TakenPort();

        var failure = await Should.ThrowAsync<StartFailedException>(() => RabbitMqServer.StartAsync(folder.Path, taken.Port));

        failure.Message.ShouldBe($"Port {taken.Port}, which rabbitmq needs, is taken by another program.");
    }

    // RabbitMQ confirms a message when it is on disk, but a new quorum queue itself only gets there within half a second: until
    // then a crash leaves a queue without a leader. That is RabbitMQ's to keep, not what is tested here.
    Task UntilTheQueueIsOnDisk() => Eventually.BecomesTrue("the queue is on disk", async () =>
    {
        var names = Path.Combine(folder.Path, "data", "atlas@localhost", "quorum", "atlas@localhost", "names.dets");
        await using var file = new FileStream(names, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return (await reader.ReadToEndAsync()).Contains("_kept");
    });

    static async Task Publish(string address, string text)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.BasicPublishAsync("", "kept", mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    static async Task<string?> Get(string address)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync("kept", autoAck: true);
        return message is null ? null : Encoding.UTF8.GetString(message.Body.Span);
    }

    public void Dispose() => folder.Dispose();
}
