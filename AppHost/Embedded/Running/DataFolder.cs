using System.Text.Json;
using Atlas.Embedded.Servers;

namespace Atlas.Embedded.Running;

/// <summary>Where a system keeps everything between runs. One system at a time uses it.</summary>
sealed class DataFolder(string root) : IDisposable
{
    const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly Lock gate = new();
    FileStream? claim;

    public string Root => root;

    public string PathTo(string name) => Path.Combine(root, name);

    public string Folder(string name) => Directory.CreateDirectory(PathTo(name)).FullName;

    /// <summary>Keeps every other system out until this process ends, however it ends.</summary>
    /// <exception cref="StartFailedException">Another system has the folder, or it cannot be written.</exception>
    public void Claim()
    {
        try
        {
            Directory.CreateDirectory(root);
            claim = new FileStream(PathTo("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartFailedException($"The folder {root} cannot be written; choose another with --data.");
        }
        catch (IOException)
        {
            throw new StartFailedException($"Atlas already runs on {root}; stop it, or choose another folder with --data.");
        }
    }

    /// <summary>A secret that stays the same as long as the data: the kept one, else a fresh one, kept from now on.</summary>
    public string Secret(string name, Func<string> fresh)
    {
        lock (gate)
        {
            var file = PathTo("secrets.json");
            var secrets = File.Exists(file)
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? []
                : [];
            if (secrets.TryGetValue(name, out var kept)) return kept;

            var secret = secrets[name] = fresh();
            WritePrivate(file, JsonSerializer.Serialize(secrets));
            return secret;
        }
    }

    /// <summary>Replaces a file that only its owner may read; a reader sees the old or the new text, never a part.</summary>
    public static void WritePrivate(string file, string text)
    {
        var next = file + ".next";
        using (var stream = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerReadsAndWrites,
        }))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        File.Move(next, file, overwrite: true);
    }

    public void Dispose() => claim?.Dispose();
}
