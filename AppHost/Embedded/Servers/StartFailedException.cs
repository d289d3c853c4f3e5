namespace Atlas.Embedded.Servers;

/// <summary>
/// Something could not start for a reason that the person at the keyboard can change: a taken port, a missing program, a
/// folder in use. The message is one line that says what to do.
/// </summary>
public sealed class StartFailedException(string message) : Exception(message);
