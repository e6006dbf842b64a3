using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Who issues tokens and how they are verified.</summary>
public sealed class IdentityOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Identity";

    /// <summary>The issuer that tokens must name. Default: o2o-dispatch, which is this system itself; a real identity provider's is a URL.</summary>
    [Required]
    public string Issuer { get; set; } = "o2o-dispatch";

    /// <summary>The audience that tokens must name. Default: o2o-dispatch.</summary>
    [Required]
    public string Audience { get; set; } = "o2o-dispatch";

    /// <summary>Where the public keys of a real identity provider are: an https address or a file. Default: empty, the keys of this system alone.</summary>
    public string Jwks { get; set; } = string.Empty;

    /// <summary>The file of this system's own signing keys; made on first use. Default: keys/signing-keys.json under the data folder of the host.</summary>
    [Required]
    public string KeyFile { get; set; } = "keys/signing-keys.json";

    /// <summary>How long a token of this system is valid. Default: 12 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How far clocks may differ. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether anybody may become anybody at POST /v1/dev/sign-in. Default: false; only a host in embedded mode turns it on.</summary>
    public bool DevelopmentSignIn { get; set; }
}
