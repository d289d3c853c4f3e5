namespace Atlas.Embedded;

/// <summary>A value that processes get through their environment.</summary>
public sealed class ParameterResource(string name, Func<string> value) : Resource(name)
{
    readonly Lazy<string> value = new(value);

    internal string Value => value.Value;
}
