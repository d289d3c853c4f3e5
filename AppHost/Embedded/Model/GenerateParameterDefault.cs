using System.Security.Cryptography;

namespace Atlas.Embedded;

/// <summary>Makes a random value of letters and digits for a parameter that was not given one.</summary>
public sealed class GenerateParameterDefault
{
    const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>How many characters the value has.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether it may hold signs besides letters and digits.</summary>
    public bool Special { get; set; } = true;

    internal string GetDefaultValue() => RandomNumberGenerator.GetString(Special ? Plain + "-_.~" : Plain, MinLength);
}
