using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Embedded.Running;

/// <summary>
/// <c>atlas.json</c> in the data folder: what runs where, for people and tests. It exists while the system runs. Only its owner
/// may read it, since connection strings hold passwords.
/// </summary>
sealed class StateFile(DataFolder data)
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Connection strings stay as they can be pasted.
        WriteIndented = true,
    };

    readonly Lock gate = new();
    readonly string file = data.PathTo("atlas.json");

    /// <summary>starting, running or stopping.</summary>
    public string State { get; set; } = "starting";

    public string? Dashboard { get; set; }

    public void Write(IEnumerable<Part> parts)
    {
        lock (gate)
            DataFolder.WritePrivate(file, JsonSerializer.Serialize(new
            {
                State,
                Pid = Environment.ProcessId,
                Dashboard,
                Resources = parts.ToDictionary(p => p.Name, p => new
                {
                    p.State,
                    p.Url,
                    ConnectionString = p.State == Part.Healthy ? p.ConnectionString : null,
                    Pid = p.ProcessId,
                    p.Restarts,
                }),
            }, Json));
    }

    public void Delete()
    {
        lock (gate) File.Delete(file);
    }
}
