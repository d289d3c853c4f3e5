using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Credentials;

/// <summary>What is to be thought of a credential: good, refused, or not known without asking the database.</summary>
readonly record struct Verdict(Credential? Credential, Error? Refusal, string? ToLookUp)
{
    public static Verdict Good(Credential credential) => new(credential, null, null);
    public static Verdict AskDatabase(string id) => new(null, null, id);

    public static Verdict Missing { get; } = Refused("missing_token", "Send 'Authorization: Bearer <key>'.");
    public static Verdict Garbled { get; } = Refused("invalid_token", "Send one Authorization header of the form 'Bearer <key>'.");
    public static Verdict Invalid { get; } = Refused("invalid_token", "This key does not exist.");
    public static Verdict Expired { get; } = Refused("expired_token", "This key has expired.");
    public static Verdict Revoked { get; } = Refused("revoked_token", "This key was revoked.");

    static Verdict Refused(string code, string message) => new(null, Error.Unauthorized(code, message), null);
}
