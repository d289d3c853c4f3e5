using Atlas.Gateway.Credentials;

namespace Atlas.Gateway.ApiKeys;

/// <summary>Makes a change of a key count on this gateway as soon as its answer leaves; the others see it within seconds.</summary>
static class DoubtChangedKey
{
    /// <summary>The answer leaves after the commit, so that is the moment to doubt what was known.</summary>
    public static void AfterCommit(HttpContext http, string keyId)
    {
        var keys = http.RequestServices.GetRequiredService<KnownKeys>();
        http.Response.OnStarting(() =>
        {
            keys.WasChanged(keyId);
            return Task.CompletedTask;
        });
    }
}
