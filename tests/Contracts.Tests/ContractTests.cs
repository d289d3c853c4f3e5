using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.Persistence;
using MassTransit.Serialization;

namespace Atlas.Contracts.Tests;

/// <summary>
/// A message outlives the release that sent it: it waits in outboxes and queues while services of two versions run side by side.
/// So its JSON is approved, file by file, and a change is a decision and not an accident.
/// </summary>
/// <remarks>
/// To approve a change, run the tests with <c>ATLAS_APPROVE=1</c> and commit the files. Adding an optional field is safe. Whatever
/// renames, removes or retypes one needs a new message beside the old.
/// </remarks>
public sealed class ContractTests
{
    static readonly string Approved = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Approved");
    static readonly bool Approves = Environment.GetEnvironmentVariable("ATLAS_APPROVE") == "1";

    // Readable in a review; the content is what counts.
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> AllMessages => [.. Messages.All.Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(AllMessages))]
    public void A_message_is_written_as_it_was_approved(string message)
    {
        var type = TypeOf(message);
        var written = JsonSerializer.SerializeToNode(Messages.ExampleOf(type), type, MessageJson.Options)!;
        if (Approves) Approve(type, written);

        File.Exists(FileOf(type)).ShouldBeTrue($"{type.Name} has no approved JSON; see the remarks of this class.");
        var approved = JsonNode.Parse(File.ReadAllText(FileOf(type)))!;
        JsonNode.DeepEquals(written, approved).ShouldBeTrue(
            $"{type.Name} is no longer written as it was approved.\nApproved: {approved.ToJsonString(Indented)}\nWritten: {written.ToJsonString(Indented)}");
    }

    [Theory]
    [MemberData(nameof(AllMessages))]
    public void What_was_approved_is_read_without_loss(string message)
    {
        var type = TypeOf(message);
        var approved = JsonNode.Parse(File.ReadAllText(FileOf(type)))!;

        var read = approved.Deserialize(type, MessageJson.Options)!;

        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(read, type, MessageJson.Options), approved).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(AllMessages))]
    public void The_bus_writes_and_reads_it_without_loss(string message)
    {
        var type = TypeOf(message);
        var example = Messages.ExampleOf(type);

        var onTheWire = JsonSerializer.SerializeToUtf8Bytes(example, type, SystemTextJsonMessageSerializer.Options);
        var read = JsonSerializer.Deserialize(onTheWire, type, SystemTextJsonMessageSerializer.Options)!;

        JsonSerializer.Serialize(read, type, MessageJson.Options).ShouldBe(JsonSerializer.Serialize(example, type, MessageJson.Options));
    }

    [Theory]
    [MemberData(nameof(AllMessages))]
    public void Fields_of_a_newer_release_are_ignored(string message)
    {
        var type = TypeOf(message);
        var newer = JsonNode.Parse(File.ReadAllText(FileOf(type)))!;
        newer["aFieldOfTomorrow"] = "x";

        foreach (var options in (JsonSerializerOptions[])[MessageJson.Options, SystemTextJsonMessageSerializer.Options])
            newer.Deserialize(type, options).ShouldNotBeNull();
    }

    [Fact]
    public void No_message_that_was_approved_has_vanished() =>
        Directory.EnumerateFiles(Approved, "*.json", SearchOption.AllDirectories).Order()
            .ShouldBe(Messages.All.Select(FileOf).Order(), "A message that may still wait in a queue must be readable.");

    [Fact]
    public void A_message_lives_in_the_folder_of_the_service_that_publishes_it()
    {
        string[] publishers = ["Catalog", "Inventory", "Procurement", "Sales", "Production", "Orders", "Webhooks"];

        foreach (var type in Messages.All) publishers.ShouldContain(type.Namespace!.Replace("Atlas.Contracts.", ""), type.FullName);
    }

    static Type TypeOf(string message) => Messages.All.Single(type => type.FullName == message);

    static string FileOf(Type type) => Path.Combine(Approved, type.Namespace!.Replace("Atlas.Contracts.", ""), $"{type.Name}.json");

    static void Approve(Type type, JsonNode written)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(type))!);
        File.WriteAllText(FileOf(type), written.ToJsonString(Indented) + "\n");
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
