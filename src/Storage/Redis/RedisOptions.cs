using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace O2O.Dispatch.Storage.Redis;

/// <summary>How Redis is reached.</summary>
public sealed class RedisOptions
{
    /// <summary>A configuration of StackExchange.Redis: servers with commas between them, and options, a password among them. Default: port 6379 of this machine.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Configuration names the server, for instance 127.0.0.1:6379.")]
    public string Configuration { get; set; } = "127.0.0.1:6379";

    /// <summary>What every key begins with, so that several services can share a server. Default: o2o:.</summary>
    [Required(AllowEmptyStrings = true)]
    [RegularExpression("[a-z0-9:_-]{0,40}", ErrorMessage = "Prefix has up to 40 of a to z, 0 to 9, ':', '_' and '-'.")]
    public string Prefix { get; set; } = "o2o:";

    /// <summary>How long the last place of a provider is kept. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "KeepPlaces lies between 10 s and a day.")]
    public TimeSpan KeepPlaces { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an answer is waited for before Redis counts as away. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage = "AnswerWithin lies between 0.1 s and a minute.")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong with the options, a line each; empty when they are sound.</summary>
    public IReadOnlyList<string> Faults()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var faults = results.ConvertAll(result => $"{nameof(RedisOptions)}: {result.ErrorMessage}");
        if (!string.IsNullOrWhiteSpace(Configuration))
        {
            try
            {
                if (Parsed().EndPoints.Count == 0)
                {
                    faults.Add($"{nameof(RedisOptions)}: Configuration names no server.");
                }
            }
            catch (Exception fault) when (fault is ArgumentException or FormatException)
            {
                // The message of the fault may hold what was given, a password with it.
                faults.Add($"{nameof(RedisOptions)}: Configuration is none of StackExchange.Redis (host:port,password=...).");
            }
        }

        return faults;
    }

    /// <summary>What StackExchange.Redis is told: a server that is away is tried again and again.</summary>
    internal ConfigurationOptions Parsed()
    {
        var parsed = ConfigurationOptions.Parse(Configuration);
        parsed.AbortOnConnectFail = false;
        parsed.ClientName ??= "o2o-dispatch";

        // A connection that is cut without a word is noticed after four times that.
        parsed.KeepAlive = parsed.KeepAlive < 0 ? 5 : parsed.KeepAlive;
        return parsed;
    }
}
