using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Atlas.Embedded.Processes;

namespace Atlas.Embedded.Servers;

/// <summary>The private folder of a server: its data, its log, its password.</summary>
static class ServerFolder
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const int PasswordLength = 32;

    public static string Open(string folder)
    {
        DemandLinux();
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OwnerOnly);
        return folder;
    }

    /// <summary>The password of this server, made when first asked for and kept.</summary>
    public static string Password(string folder)
    {
        var file = Path.Combine(folder, "password");
        if (File.Exists(file)) return File.ReadAllText(file);

        var password = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", PasswordLength);
        File.WriteAllText(file, password);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return password;
    }

    public static void DemandLinux()
    {
        if (!OperatingSystem.IsLinux())
            throw new StartFailedException("Without containers Atlas runs on Linux only; start Docker or Podman and build with AtlasHost=Aspire.");
    }

    public static void DemandPort(string server, int port)
    {
        if (!Ports.IsFree(port)) throw new StartFailedException($"Port {port}, which {server} needs, is taken by another program.");
    }

    /// <summary>Whether others than the owner may not pass one of the folders above.</summary>
    public static bool LiesBehindClosedFolder(string folder)
    {
        for (var above = Directory.GetParent(folder); above is not null; above = above.Parent)
            if (!above.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return true;
        return false;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    public static extern uint UserId();
}
