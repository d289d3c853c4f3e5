using System.Runtime.InteropServices;

namespace Atlas.Load;

/// <summary>A process that is held still: it lives, its connections stay open, and it does nothing until it may go on.</summary>
sealed class StoppedProcess : IDisposable
{
    const int SIGCONT = 18;
    const int SIGSTOP = 19;

    readonly int id;

    public StoppedProcess(int id)
    {
        this.id = id;
        Send(id, SIGSTOP);
    }

    public void Continue() => Send(id, SIGCONT);

    public void Dispose() => Continue();

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Send(int process, int signal);
}
